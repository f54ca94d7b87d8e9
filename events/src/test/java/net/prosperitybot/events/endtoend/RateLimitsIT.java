package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the limits that Discord really has. */
class RateLimitsIT {
  /** Discord's limit in a server within ten seconds, and some more. */
  private static final int MEMBERS = 13;

  private final World world;

  RateLimitsIT(@TempDir Path folder) {
    this.world = new World(folder, true, Options.defaults());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aJobWaitsForItsTurnAndIsNeverRefused() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    List<LocalMember> members =
        IntStream.range(0, MEMBERS).mapToObj(i -> world.joinAtLevel("m" + i, 5)).toList();
    try (Events events = world.startEvents()) {
      assertTrue(events.managementPort() > 0);
      world.reconcile(5);
      world.awaitJobsDone();
    }
    assertTrue(members.stream().allMatch(member -> member.has(five)));
    assertEquals(
        List.of(), world.roleCalls().stream().filter(call -> call.status() == 429).toList());
    assertEquals(MEMBERS, world.roleCalls().size());
  }
}
