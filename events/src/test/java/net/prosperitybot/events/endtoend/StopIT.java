package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.events.Events;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopIT {
  /** Docker kills after ten seconds. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final World world;

  StopIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void withTheDatabaseAwayItStopsSoonAndTheNextProcessWritesWhatWasHeard() throws Exception {
    FailingConnections connections = new FailingConnections(world.database().source());
    Events events = world.startOver(Database.over(connections));
    world.chat(world.ann);
    world.await(() -> world.earned() == 1);
    connections.goAway();
    world.chat(world.ann);
    world.await(() -> world.get(events, "/metrics").contains("prosperity_awards_waiting 1.0"));
    world.server.join("ben"); // a write that waits, too
    assertTimeout(SOON, events::close);
    assertEquals(1, world.earned());
    try (Events next = world.startOver(world.database())) {
      world.await(() -> world.earned() == 2);
      assertEquals("alive", world.get(next, "/live"));
    }
  }
}
