package net.prosperitybot.events.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.localdb.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeletionRecorderIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;
  private static final long ROLE = 7;

  private final List<Long> askedFor = new CopyOnWriteArrayList<>();

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void whereAMemberHoldsOneLevelRoleADeletedOneIsMadeUpFor() {
    deleteLevelRole(1L << 22, RoleMode.SINGLE);
    assertEquals(List.of(1L << 22), askedFor);
    assertEquals(1, count("SELECT COUNT(*) FROM jobs WHERE guild_id = ?", 1L << 22));
  }

  @Test
  void whereAMemberHoldsAllLevelRolesADeletedOneMakesNoWork() {
    deleteLevelRole(2L << 22, RoleMode.STACK);
    assertEquals(List.of(), askedFor);
    assertEquals(0, count("SELECT COUNT(*) FROM jobs WHERE guild_id = ?", 2L << 22));
  }

  private void deleteLevelRole(long guildId, RoleMode mode) {
    new GuildStore(TEST.database(), BOT).present(BOT, guildId, "Café");
    TEST.database().transaction(tx -> GuildSettingsStore.setRoleMode(tx, guildId, mode));
    TEST.database()
        .dsl()
        .execute(
            "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, 5)", guildId, ROLE);
    try (OrderedWrites writes = new OrderedWrites(1, new SimpleMeterRegistry())) {
      new DeletionRecorder(TEST.database(), writes, askedFor::add, Instant::now)
          .roleDeleted(guildId, ROLE);
      Awaitility.await()
          .until(() -> count("SELECT COUNT(*) FROM level_roles WHERE guild_id = ?", guildId) == 0);
    }
  }

  private static long count(String sql, long guildId) {
    return TEST.database().dsl().resultQuery(sql, guildId).fetchSingle().get(0, Long.class);
  }
}
