package net.prosperitybot.events.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobKind;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.jobs.NewJob;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.gauges.GaugeSums;
import net.prosperitybot.events.hosting.BotKind;
import net.prosperitybot.localdb.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobRunnerIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;

  private final JobStore store = new JobStore(TEST.database());
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<JobRunner> runners = new CopyOnWriteArrayList<>();
  private final Set<Long> outOfReach = ConcurrentHashMap.newKeySet();
  private final Set<Long> servedByAnother = ConcurrentHashMap.newKeySet();
  private JobRunner.Slots slots = new JobRunner.Slots(4, Duration.ofMinutes(1));

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void sixServers() {
    TEST.database().dsl().execute("DELETE FROM jobs");
    for (int server = 1; server <= 6; server++) {
      new GuildStore(TEST.database(), BOT).present(BOT, guild(server), "Café");
    }
  }

  @AfterEach
  void stop() {
    runners.forEach(JobRunner::close);
  }

  @Test
  void aServersJobsAreDoneOneAfterTheOtherByRisingId() {
    ask(1, 30);
    ask(1, 10);
    ask(1, 20);
    runner(Duration.ofSeconds(15), hold -> done.add("job " + hold.job().id()))
        .takeUp(due(1, List.of(0)));
    await(() -> done.size() == 3);
    assertEquals(List.of("job 10", "job 20", "job 30"), done);
    await(() -> waiting() == 0);
  }

  @Test
  void fourServersAreWorkedOnAtOnceAndTheOthersFollow() {
    AtomicInteger atOnce = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    for (int server = 1; server <= 6; server++) {
      ask(server, 10);
    }
    JobRunner runner =
        runner(
            Duration.ofSeconds(15),
            hold -> {
              atOnce.incrementAndGet();
              go.await();
            });
    runner.takeUp(due(1, List.of(0)));
    await(() -> atOnce.get() == 4);
    runner.takeUp(due(1, List.of(0)));
    assertEquals(4, atOnce.get());
    go.countDown();
    await(
        () -> {
          runner.takeUp(due(1, List.of(0)));
          return waiting() == 0;
        });
    assertEquals(6, atOnce.get());
  }

  @Test
  void eachOfManyHasItsOwnSlotAndOnlyOneTheLastThatTheyShare() {
    slots = new JobRunner.Slots(1, new Semaphore(1), Duration.ofMinutes(1));
    AtomicInteger atOnce = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    Work work =
        hold -> {
          atOnce.incrementAndGet();
          go.await();
        };
    JobRunner one = runner(Duration.ofSeconds(15), work);
    JobRunner other = runner(Duration.ofSeconds(15), work);
    for (int server = 1; server <= 6; server++) {
      ask(server, 10);
    }
    one.takeUp(List.of(guild(1), guild(2), guild(3)));
    await(() -> atOnce.get() == 2);
    other.takeUp(List.of(guild(4), guild(5)));
    await(() -> atOnce.get() == 3);
    other.takeUp(List.of(guild(5)));
    assertEquals(3, atOnce.get());
    go.countDown();
    await(
        () -> {
          List<Long> due = due(1, List.of(0));
          one.takeUp(due.stream().filter(guildId -> guildId <= guild(3)).toList());
          other.takeUp(due.stream().filter(guildId -> guildId > guild(3)).toList());
          return waiting() == 0;
        });
    await(() -> slots.more().availablePermits() == 1);
  }

  @Test
  void whoHasHadATurnMakesRoomForThoseThatWaitAndGoesOnAfterThem() {
    slots = new JobRunner.Slots(1, Duration.ofMillis(100));
    ask(1, 10);
    ask(2, 10);
    AtomicInteger saved = new AtomicInteger();
    JobRunner runner =
        runner(
            Duration.ofSeconds(15),
            hold -> {
              while (hold.job().guildId() == guild(1) && done.isEmpty()) {
                Thread.sleep(Duration.ofMillis(10));
                hold.save(hold.position() + 1, hold.counts(), List.of());
                saved.incrementAndGet();
              }
              done.add("server " + (hold.job().guildId() >> 22));
            });
    runner.nudge(guild(1));
    await(
        () -> {
          runner.takeUp(due(1, List.of(0)));
          return waiting() == 0;
        });
    assertEquals(List.of("server 2", "server 1"), done);
    assertTrue(saved.get() > 1);
  }

  @Test
  void neitherATurnsEndNorAStopNorAServerOutOfReachIsAFailure() {
    ask(1, 10);
    ask(2, 10);
    outOfReach.add(guild(2));
    JobRunner runner =
        runner(
            Duration.ofSeconds(15),
            hold -> {
              done.add("began");
              new CountDownLatch(1).await();
            });
    runner.takeUp(due(1, List.of(0)));
    await(() -> done.size() == 1);
    runner.close();
    assertEquals(2, waiting());
    assertEquals(0, count("SELECT SUM(attempts) FROM jobs"));
  }

  @Test
  void whoComesFurtherBeginsToCountAnew() {
    ask(1, 10);
    TEST.database().dsl().execute("UPDATE jobs SET attempts = 19");
    runner(
            Duration.ofSeconds(15),
            hold -> {
              hold.save(7, new JobCounts(9, 3, 2, 1), List.of());
              throw new IllegalStateException("The first failure since");
            })
        .takeUp(due(1, List.of(0)));
    await(() -> count("SELECT attempts FROM jobs") == 1);
    await(() -> count("SELECT COUNT(*) FROM jobs WHERE lease_owner IS NULL") == 1);
    assertEquals(
        1,
        count("SELECT due_at < UTC_TIMESTAMP(3) + INTERVAL 3 SECOND FROM jobs"),
        "a short pause");
  }

  @Test
  void aJobThatAlwaysFailsIsGivenUpWithWordsAndTheServersNextHasItsTurn() {
    ask(1, 10);
    ask(1, 20);
    runFailing(
        hold -> {
          if (hold.job().id() == 10) {
            throw new IllegalStateException("It always does");
          }
          done.add("job 20");
        });
    await(() -> waiting() == 0);
    assertEquals(List.of("gave up job 10", "job 20"), done);
  }

  @Test
  void aJobIsNotGivenUpBecauseDiscordIsAway() {
    ask(1, 10);
    AtomicInteger tries = new AtomicInteger();
    runFailing(
        hold -> {
          if (tries.incrementAndGet() < 30) {
            throw new DiscordUnavailableException("500", null);
          }
          done.add("done at last");
        });
    await(() -> waiting() == 0);
    assertEquals(List.of("done at last"), done);
  }

  /** Until all is done, without the pauses. */
  private void runFailing(Work work) {
    JobRunner runner = runner(Duration.ofSeconds(15), work);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              TEST.database().dsl().execute("UPDATE jobs SET due_at = created_at");
              runner.takeUp(due(1, List.of(0)));
              return waiting() == 0;
            });
  }

  @Test
  void aStepLongerThanTheLeaseKeepsTheJobFromOthers() {
    CountDownLatch go = new CountDownLatch(1);
    ask(1, 10);
    runner(
            Duration.ofSeconds(1),
            hold -> {
              done.add("first");
              go.await();
              hold.save(5, new JobCounts(1, 1, 1, 0), List.of());
            })
        .takeUp(due(1, List.of(0)));
    await(() -> done.size() == 1);
    JobRunner other = runner(Duration.ofSeconds(1), hold -> done.add("second"));
    Awaitility.await()
        .during(Duration.ofMillis(2500))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              other.takeUp(due(1, List.of(0)));
              return done.equals(List.of("first"));
            });
    go.countDown();
    await(() -> waiting() == 0);
    assertEquals(List.of("first"), done);
  }

  @Test
  void whatWasSavedIsWhereTheNextGoesOn() {
    ask(1, 10);
    JobRunner first =
        runner(
            Duration.ofSeconds(15),
            hold -> {
              hold.save(7, new JobCounts(9, 3, 2, 1), List.of());
              throw new DiscordUnavailableException("500", null);
            });
    first.takeUp(due(1, List.of(0)));
    await(() -> count("SELECT COUNT(*) FROM jobs WHERE attempts = 1 AND lease_owner IS NULL") == 1);
    first.takeUp(due(1, List.of(0)));
    assertEquals(1, count("SELECT attempts FROM jobs"), "it is not due yet");
    TEST.database().dsl().execute("UPDATE jobs SET due_at = UTC_TIMESTAMP(3)");
    runner(
            Duration.ofSeconds(15),
            hold -> done.add("after %d, %s".formatted(hold.position(), hold.counts())))
        .takeUp(due(1, List.of(0)));
    await(() -> waiting() == 0);
    assertEquals(List.of("after 7, " + new JobCounts(9, 3, 2, 1)), done);
  }

  @Test
  void aProcessThatStopsGivesItsJobBackAtOnce() {
    ask(1, 10);
    JobRunner first =
        runner(
            Duration.ofSeconds(15),
            hold -> {
              done.add("first");
              new CountDownLatch(1).await();
            });
    first.takeUp(due(1, List.of(0)));
    await(() -> done.size() == 1);
    first.close();
    runner(Duration.ofSeconds(15), hold -> done.add("second")).takeUp(due(1, List.of(0)));
    await(() -> waiting() == 0);
    assertEquals(List.of("first", "second"), done);
  }

  @Test
  void whoseLeaseWasTakenMaySaveNothingAndDoNothingMore() {
    ask(1, 10);
    runner(
            Duration.ofSeconds(15),
            hold -> {
              TEST.database().dsl().execute("UPDATE jobs SET lease_owner = 'other'");
              try {
                hold.save(7, new JobCounts(9, 3, 2, 1), List.of());
              } finally {
                done.add("tried");
              }
              done.add("went on");
            })
        .takeUp(due(1, List.of(0)));
    await(() -> !done.isEmpty());
    Awaitility.await().during(Duration.ofMillis(200)).until(() -> done.equals(List.of("tried")));
    assertEquals(0, count("SELECT position FROM jobs"));
    assertEquals(1, waiting());
  }

  @Test
  void aServerOutOfReachDoesNotKeepTheOthersFromTheirTurn() {
    ask(1, 10);
    ask(2, 10);
    outOfReach.add(guild(1));
    runner(Duration.ofSeconds(15), hold -> done.add("done")).takeUp(due(1, List.of(0)));
    await(() -> done.size() == 1);
    assertEquals(1, count("SELECT COUNT(*) FROM jobs WHERE due_at > UTC_TIMESTAMP(3)"));
  }

  @Test
  void otherShardsAndOtherBotsServersAreLeftAlone() {
    ask(1, 10);
    JobRunner runner = runner(Duration.ofSeconds(15), hold -> done.add("done"));
    runner.takeUp(due(2, List.of(0))); // server 1 is of shard 1
    runner.takeUp(due(1, List.of()));
    assertEquals(1, waiting());
    assertTrue(store.due(List.of(new BotShards(901, 1, Set.of(0))), 10).isEmpty());
    runner.takeUp(due(2, List.of(1)));
    await(() -> waiting() == 0);
  }

  @Test
  void aServerThatAnotherBotServesIsLeftToItThoughItsJobIsAskedForHere() {
    ask(1, 10);
    servedByAnother.add(guild(1));
    JobRunner runner = runner(Duration.ofSeconds(15), hold -> done.add("done"));
    runner.nudge(guild(1));
    runner.close(); // waits for what is under way
    assertEquals(List.of(), done);
    assertEquals(1, waiting());
  }

  @Test
  void aJobWhoseServerChangesHandsIsGivenBackAtOnceAndThatIsNoFailure() {
    ask(1, 10);
    JobRunner runner =
        runner(
            Duration.ofSeconds(15),
            hold -> {
              servedByAnother.add(guild(1));
              throw new DiscordUnavailableException("Another bot serves the server now", null);
            });
    runner.nudge(guild(1));
    await(
        () ->
            servedByAnother.contains(guild(1))
                && count(
                        """
                        SELECT COUNT(*) FROM jobs
                        WHERE lease_owner IS NULL AND attempts = 0 AND due_at <= UTC_TIMESTAMP(3)
                        """)
                    == 1);
  }

  /** What the jobs of a test do. */
  private interface Work {
    void run(JobHold hold) throws InterruptedException;
  }

  private JobRunner runner(Duration lease, Work work) {
    JobRunner runner =
        new JobRunner(
            slots,
            "process" + runners.size(),
            lease,
            store,
            kind ->
                new JobWork() {
                  @Override
                  public long total(Job job) {
                    return 9;
                  }

                  @Override
                  public void run(JobHold hold) throws InterruptedException {
                    work.run(hold);
                  }

                  @Override
                  public void giveUp(Job job) {
                    done.add("gave up job " + job.id());
                  }
                },
            guildId -> !outOfReach.contains(guildId),
            guildId -> !servedByAnother.contains(guildId),
            new GaugeSums(new SimpleMeterRegistry()).of(BotKind.MAIN),
            new SimpleMeterRegistry());
    runners.add(runner);
    return runner;
  }

  private List<Long> due(int shardCount, List<Integer> shards) {
    return store
        .due(List.of(new BotShards(BOT, shardCount, Set.copyOf(shards))), 100)
        .getOrDefault(BOT, List.of());
  }

  private static long guild(int server) {
    return (long) server << 22;
  }

  private static void ask(int server, long id) {
    TEST.database()
        .transaction(
            tx -> {
              JobStore.enqueue(
                  tx,
                  new NewJob(
                      guild(server), id, JobKind.ROLE_RECONCILE, Map.of(), Optional.empty()));
              return id;
            });
  }

  private static long waiting() {
    return count("SELECT COUNT(*) FROM jobs");
  }

  private static long count(String sql) {
    return TEST.database().dsl().fetchSingle(sql).get(0, Long.class);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().pollInterval(Duration.ofMillis(10)).until(condition);
  }
}
