package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.simulator.LocalApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongApplicationIT {
  private final World world;

  WrongApplicationIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aTokenOfAnotherApplicationStopsTheStartBeforeAnythingIsWritten() {
    LocalApplication other = world.discord.createApplication("Other");
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> world.startEventsWith(other.token()));
    assertEquals(
        List.of(
            "DISCORD_APPLICATION_ID is %d, but BOT_TOKEN belongs to application %d"
                .formatted(world.bot.id(), other.id())),
        refusal.problems());
    assertEquals(0, world.count("SELECT COUNT(*) FROM guilds"));
  }
}
