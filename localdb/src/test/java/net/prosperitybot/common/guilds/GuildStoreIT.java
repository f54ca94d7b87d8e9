package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.GuildsRecord;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.tokens.SealedToken;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GuildStoreIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long MAIN_BOT = 900;
  private static final long OTHER_BOT = 901;
  private static final long THIRD_BOT = 902;

  private final Database database = TEST.database();
  private final GuildStore guilds = new GuildStore(database, MAIN_BOT);
  private final GuildSettingsStore settings = new GuildSettingsStore(database);

  @BeforeAll
  static void setUpTheBrandedBots() {
    for (long bot : List.of(OTHER_BOT, THIRD_BOT)) {
      NewBot branded =
          new NewBot(bot, bot, "Café", Optional.empty(), new SealedToken("k.t"), "0".repeat(64), 0);
      TEST.database().transaction(tx -> WhitelabelStore.setUp(tx, branded, 1));
    }
  }

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void aServerIsActiveWhileABotOfOursIsInIt() {
    guilds.present(MAIN_BOT, 1, "Café");
    assertTrue(row(1).getActive());
    guilds.left(MAIN_BOT, 1);
    assertFalse(row(1).getActive());
    guilds.present(MAIN_BOT, 1, "Café");
    assertTrue(row(1).getActive());
  }

  @Test
  void theMainBotServesWhereItIs() {
    guilds.present(OTHER_BOT, 2, "Two");
    assertEquals(OptionalLong.empty(), settings.load(2).servingBotId());
    guilds.present(MAIN_BOT, 2, "Two");
    assertEquals(OptionalLong.of(MAIN_BOT), settings.load(2).servingBotId());
    guilds.left(MAIN_BOT, 2);
    assertEquals(OptionalLong.empty(), settings.load(2).servingBotId());
    assertTrue(row(2).getActive(), "the other bot is still there");
  }

  @Test
  void whatOneBotCouldNotDoIsDueForTheNextAtOnceAndRefusedRolesAreTriedAgain() {
    guilds.present(MAIN_BOT, 10, "Ten");
    database
        .dsl()
        .execute(
            """
            INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level,
                                   created_at, due_at, attempts)
            VALUES (10, 1, 1, 'test', 0, 1, UTC_TIMESTAMP(3),
                    UTC_TIMESTAMP(3) + INTERVAL 5 MINUTE, 8)
            """);
    database
        .dsl()
        .execute(
            """
            INSERT INTO level_roles (guild_id, role_id, `level`, refused_count)
            VALUES (10, 101, 5, 1), (10, 102, 7, 2), (10, 103, 9, 0)
            """);
    guilds.present(MAIN_BOT, 10, "Ten");
    assertEquals(0, count("level_ups WHERE guild_id = 10 AND due_at <= UTC_TIMESTAMP(3)"));
    guilds.left(MAIN_BOT, 10);
    assertEquals(0, count("jobs WHERE guild_id = 10"), "nobody could do anything");
    guilds.present(MAIN_BOT, 10, "Ten");
    assertEquals(1, count("level_ups WHERE guild_id = 10 AND due_at <= UTC_TIMESTAMP(3)"));
    assertEquals(1, count("jobs WHERE guild_id = 10 AND parameters = 'from_level=5'"));
    assertEquals(0, count("level_roles WHERE guild_id = 10 AND refused_count > 0"));
  }

  @Test
  void tellingTheSameAgainChangesNothing() {
    guilds.present(MAIN_BOT, 3, "Three");
    long version = settings.load(3).version();
    guilds.present(MAIN_BOT, 3, "Three");
    assertEquals(version, settings.load(3).version());
  }

  @Test
  void theServersOfABotAreItsOwn() {
    guilds.present(THIRD_BOT, 4, "Four");
    guilds.present(THIRD_BOT, 5, "Five");
    guilds.present(OTHER_BOT, 6, "Six");
    guilds.left(THIRD_BOT, 5);
    assertEquals(Set.of(4L), guilds.serversOf(THIRD_BOT));
  }

  @Test
  void aRenamedServerHasItsNewName() {
    guilds.present(MAIN_BOT, 7, "Old");
    guilds.renamed(7, "New");
    assertEquals("New", row(7).getName());
  }

  @Test
  void settingsAreReadWhole() {
    guilds.present(MAIN_BOT, 8, "Eight");
    database
        .dsl()
        .insertInto(LEVEL_ROLES, LEVEL_ROLES.GUILD_ID, LEVEL_ROLES.ROLE_ID, LEVEL_ROLES.LEVEL)
        .values(8L, 82L, 10)
        .values(8L, 81L, 5)
        .execute();
    database.dsl().insertInto(IGNORED_CHANNELS).values(8L, 83L).execute();
    GuildSettings eight = settings.load(8);
    assertEquals(List.of(new LevelRole(81, 5), new LevelRole(82, 10)), eight.levelRoles());
    assertEquals(Set.of(83L), eight.ignoredChannels());
    assertEquals(NoticeKind.REPLY, eight.notice());
  }

  @Test
  void aServerWithoutARowHasTheDefaults() {
    assertEquals(GuildSettings.defaults(4711), settings.load(4711));
  }

  @Test
  void changesAreFoundByTheDatabasesTime() {
    guilds.present(MAIN_BOT, 9, "Nine");
    var change =
        settings.changedSince(row(9).getUpdatedAt()).stream()
            .filter(c -> c.guildId() == 9)
            .findFirst()
            .orElseThrow();
    assertEquals(row(9).getSettingsVersion(), change.version());
    assertEquals(0, settings.changedSince(settings.newestChange().plusMillis(1)).size());
  }

  private long count(String rows) {
    return database
        .dsl()
        .resultQuery("SELECT COUNT(*) FROM " + rows)
        .fetchSingle()
        .get(0, Long.class);
  }

  private GuildsRecord row(long guildId) {
    return database.dsl().selectFrom(GUILDS).where(GUILDS.ID.eq(guildId)).fetchSingle();
  }
}
