package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock jumps while the service runs. */
class ClockJumpsIT {
  private static final String EPOCH_OF_A_LIVING_LEASE =
      "SELECT COALESCE(SUM(lease_epoch), 0) FROM whitelabel_bots WHERE bot_id = ?"
          + " AND lease_until > UTC_TIMESTAMP(3)";

  private final World world;

  ClockJumpsIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void cooldownsAwardsRolesAndLeasesDoNotDependOnIt() throws Exception {
    LocalRole one = world.levelRole("One", 1);
    LocalMember ben = world.server.join("ben");
    LocalApplication acme = world.discord.createApplication("Acme").maxConcurrency(16);
    try (Events events = world.startEvents()) {
      world.setUp(acme);
      events.supervisor().poll();
      world.await(() -> epoch(acme) > 0 && world.isConnected(acme));
      long epoch = epoch(acme);
      for (int hours : new int[] {0, 1, -1, 0}) {
        world.clockAhead = Duration.ofHours(hours);
        assertEarnsOnce(world.ann, ben);
        world.chatToLevelOne(world.server.join("heard at " + hours));
        LocalMember before = world.joinAtLevel("there at " + hours, 1);
        world.reconcile(1);
        world.awaitJobsDone();
        world.await(() -> before.has(one));
        events.supervisor().poll();
        assertEquals(epoch, epoch(acme), "who holds the branded bot goes on");
      }
      world.awaitDelivered();
    }
  }

  /** A minute after the last message, though not again within the same minute. */
  private void assertEarnsOnce(LocalMember member, LocalMember next) {
    long before = world.earned();
    world.chat(member);
    world.chatTooSoon(member);
    world.chat(next);
    world.await(() -> world.earned() >= before + 2);
    assertEquals(before + 2, world.earned());
  }

  private long epoch(LocalApplication application) {
    return world.count(EPOCH_OF_A_LIVING_LEASE, application.id());
  }
}
