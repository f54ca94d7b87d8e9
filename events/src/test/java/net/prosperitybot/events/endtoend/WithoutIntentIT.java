package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.OptionalLong;
import net.prosperitybot.events.Events;
import net.prosperitybot.events.hosting.TokenRefusedException;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application to which Discord grants no privileged intent. */
class WithoutIntentIT {
  private final World world;

  WithoutIntentIT(@TempDir Path folder) {
    this.world = new World(folder, false);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void levellingWorksAndOnlyLeaversAreNotHeardOf() throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    try (Events events = world.startEvents()) {
      world.chatToLevelOne(world.ann);
      world.await(() -> world.ann.has(regular));
      world.awaitDelivered();
      world.ann.leave();
      long before = world.earned();
      world.chat(world.server.join("ben")); // comes through after whatever else would have
      world.await(() -> world.earned() == before + 1);
      assertTrue(world.isPresent(world.ann), "nobody tells us");
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
    assertEquals(0, world.discord.requests().matching("GET", "/guilds/*/members").size());
  }

  @Test
  void aTokenThatDiscordRefusesEndsTheStartInWords() {
    String old = world.bot.token();
    world.bot.resetToken();
    assertThrows(TokenRefusedException.class, () -> world.startEventsWith(old).close());
  }

  @Test
  void whoLeftUnheardIsNamedAsGoneAndTheOthersGetTheirRole() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalMember gone = world.joinAtLevel("gone", 5);
    LocalMember here = world.joinAtLevel("here", 5);
    gone.leave();
    try (Events events = world.startEvents();
        AdminAnswer answer = new AdminAnswer(world)) {
      assertTrue(events.managementPort() > 0);
      world.reconcile(world.server, 5, OptionalLong.of(five.id()), answer.place());
      world.awaitJobsDone();
      assertEquals(
          """
          Done: 1 member has <@&%d> now.
          It did not work for 1 member: <@%d> (has left the server)."""
              .formatted(five.id(), gone.id()),
          answer.words().getLast());
    }
    assertTrue(here.has(five));
    assertEquals(
        0, world.discord.requests().matching("GET", "/guilds/*/members/*").size(), "by gateway");
  }
}
