package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectMessagesIT {
  private static final String OPENED = "prosperity_directmessages_breakers_open{bot=\"main\"} ";
  private static final int BREAKS_AT = 5;
  private static final int MEMBERS = 12;
  private static final int TOO_FAST = 40_003;

  private final World world;

  DirectMessagesIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whileDiscordTakesNoneRolesComeAtOnceAndNoMessageIsLost() throws Exception {
    LocalRole one = world.levelRole("One", 1);
    List<LocalMember> members =
        IntStream.range(0, MEMBERS).mapToObj(i -> world.join("m" + i, 99)).toList();
    try (Events events = world.startEvents();
        var faults =
            world.discord.fault(
                FaultPlan.on(
                    "POST",
                    "/users/@me/channels",
                    new Fault.Fail(400, TOO_FAST, "You are opening direct messages too fast")))) {
      world.set("notification_type = 'dm'");
      assertTrue(world.get(events, "/metrics").contains(OPENED + "0.0"));
      members.forEach(world::chat);
      world.await(() -> members.stream().allMatch(member -> member.has(one)));
      world.await(() -> faults.hits() >= BREAKS_AT);
      world.await(() -> world.get(events, "/metrics").contains(OPENED + "1.0"));
      assertEquals(MEMBERS, world.count("SELECT COUNT(*) FROM level_ups"));
      assertTrue(faults.hits() < MEMBERS, "it asked " + faults.hits() + " times");
    }
  }
}
