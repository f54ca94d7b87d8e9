package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import net.prosperitybot.events.Events;
import net.prosperitybot.events.session.TokenRefusedException;
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
}
