package net.prosperitybot.events.awards;

import java.time.Duration;
import java.util.Random;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.earning.MessageActivity;
import net.prosperitybot.events.testing.Messages;
import net.prosperitybot.localdb.TestDatabase;

/**
 * Prints awards a second from the intake to the commit, and what a message in its cooldown costs.
 * To be run by hand; asserts nothing.
 */
final class AwardThroughput {
  private static final int AWARDS = 200_000;
  private static final int MEMBERS = 100_000;
  private static final int IN_COOLDOWN = 20_000_000;

  private AwardThroughput() {}

  public static void main(String[] args) throws InterruptedException {
    for (int servers : new int[] {1, 8, 64, 8}) {
      measureAwards(servers);
    }
    measureCooldown();
    System.exit(0);
  }

  private static void measureAwards(int servers) throws InterruptedException {
    try (TestDatabase test = TestDatabase.create();
        AwardPipeline pipeline = new AwardPipeline(test.database(), 100_000).started()) {
      long start = System.nanoTime();
      for (int i = 0; i < AWARDS; i++) {
        MemberKey member = new MemberKey((1L + i % servers) << 22, 1 + i % MEMBERS);
        MessageActivity message = Messages.message(member, 60L * (i / MEMBERS));
        while (pipeline.queue.depth() >= 99_000) {
          Thread.sleep(1);
        }
        pipeline.receive(message);
      }
      pipeline.awaitIdle();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d servers: %.0f awards/s (%.0f committed, %.0f a batch)%n",
          servers,
          pipeline.count("committed") / seconds,
          pipeline.count("committed"),
          pipeline.meters.summary("prosperity.awards.batch").mean());
    }
  }

  private static void measureCooldown() throws InterruptedException {
    try (TestDatabase test = TestDatabase.create();
        AwardPipeline pipeline = new AwardPipeline(test.database(), 100_000).started()) {
      for (int user = 1; user <= MEMBERS; user++) {
        while (pipeline.queue.depth() >= 99_000) {
          Thread.sleep(1);
        }
        pipeline.receive(Messages.message(new MemberKey(1L << 22, user), 0));
      }
      pipeline.awaitIdle();
      Random random = new Random(1);
      int[] users = random.ints(IN_COOLDOWN / 10, 1, MEMBERS + 1).toArray();
      long messageId = Messages.messageId(new MemberKey(1, 1), 30);
      var bean =
          (com.sun.management.ThreadMXBean)
              java.lang.management.ManagementFactory.getThreadMXBean();
      for (int round = 0; round < 10; round++) {
        long bytes = bean.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        int no = 0;
        for (int user : users) {
          no += pipeline.intake.isCoolingDown(1L << 22, user, messageId) ? 1 : 0;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
            "in cooldown: %.0f ns, %.1f B each (%d of %d)%n",
            took.toNanos() / (double) users.length,
            (bean.getCurrentThreadAllocatedBytes() - bytes) / (double) users.length,
            no,
            users.length);
      }
    }
  }
}
