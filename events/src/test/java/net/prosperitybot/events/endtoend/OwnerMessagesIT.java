package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerMessagesIT {
  private final World world;

  OwnerMessagesIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void theDaysReportComesByDirectMessageOfTheMainBot() throws Exception {
    OwnerConfig owner =
        new OwnerConfig(
            OptionalLong.of(world.ann.id()),
            Map.of(),
            Duration.ofHours(1),
            Optional.of(LocalTime.MIDNIGHT));
    try (Events events = world.startShards(1, List.of(0), owner)) {
      world.await(() -> !received().isEmpty());
      assertEquals(1, received().size());
      assertTrue(received().getFirst().startsWith("**Report for "), received().getFirst());
      assertTrue(events.managementPort() > 0);
    }
  }

  private List<String> received() {
    return world.ann.user().directMessages(world.bot).stream().map(LocalMessage::content).toList();
  }
}
