package net.prosperitybot.events.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.localdb.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ServerRecorderIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;
  private static final long LISTED = 1L << 22;
  private static final long JOINED_MEANWHILE = 2L << 22;
  private static final long GONE = 3L << 22;
  private static final long OF_ANOTHER_SHARD = 4L << 22;

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void aNewSessionLeavesWhatIsGoneFromItsOwnShardButNotWhatWasJoinedMeanwhile() {
    GuildStore guilds = new GuildStore(TEST.database(), BOT);
    for (long guildId : new long[] {LISTED, JOINED_MEANWHILE, GONE, OF_ANOTHER_SHARD}) {
      guilds.present(BOT, guildId, "Café");
    }
    try (OrderedWrites writes = new OrderedWrites(1, new SimpleMeterRegistry())) {
      new ServerRecorder(BOT, guilds, writes)
          .onlyIn(
              guildId -> guildId != OF_ANOTHER_SHARD,
              Set.of(LISTED),
              guildId -> guildId == LISTED || guildId == JOINED_MEANWHILE);
      Awaitility.await().until(() -> !guilds.serversOf(BOT).contains(GONE));
    }
    assertEquals(Set.of(LISTED, JOINED_MEANWHILE, OF_ANOTHER_SHARD), guilds.serversOf(BOT));
  }
}
