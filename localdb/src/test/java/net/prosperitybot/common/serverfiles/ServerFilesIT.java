package net.prosperitybot.common.serverfiles;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.levelling.XpAdjustment;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.common.serverfiles.ServerImport.Existing;
import net.prosperitybot.common.serverfiles.ServerImport.Imported;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFilesIT {
  private static final long SERVER = 1;
  private static final long OTHER = 2;
  private static final int MEMBERS = 300;
  private static final int IMPORTS = 10;

  @TempDir private Path folder;

  /** Only read, after it was filled. */
  private static TestDatabase here;

  private TestDatabase there;
  private Path file;

  @BeforeAll
  static void fill() {
    here = TestDatabase.create();
    Database database = here.database();
    GuildStore guilds = new GuildStore(database, 900);
    guilds.present(900, SERVER, "Riverside \"é😀\"");
    guilds.present(900, OTHER, "Another");
    database
        .dsl()
        .execute(
            """
            UPDATE guilds SET xp_multiplier = 2.50, xp_delay_seconds = 30, role_mode = 'stack',
                   notification_type = 'channel', notification_channel_id = 77 WHERE id = 1
            """);
    database
        .dsl()
        .execute(
            "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (1, 51, 1), (1, 50, 5)");
    database.dsl().execute("INSERT INTO ignored_channels VALUES (1, 61), (1, 60)");
    database.dsl().execute("INSERT INTO ignored_roles VALUES (1, 71)");
    XpLedger ledger = new XpLedger(database);
    for (int minute = 0; minute < 3; minute++) {
      List<XpAward> awards = new ArrayList<>();
      List<UserName> names = new ArrayList<>();
      for (int member = 0; member < MEMBERS; member++) {
        MemberKey key = new MemberKey(SERVER, 1_000 + member);
        awards.add(award(key, 60 * minute, 100 + member));
        names.add(new UserName(key.userId(), "user" + member, "User \\ " + member));
      }
      awards.add(award(new MemberKey(OTHER, 1_000), 60 * minute, 500));
      ledger.award(awards, names);
    }
    for (int i = 0; i < 3; i++) {
      XpAdjustment gift =
          new XpAdjustment(
              new MemberKey(SERVER, 1_000 + i % 2),
              XpAdjustment.Kind.XP_GIVE,
              50,
              9,
              5_000 + i,
              i == 0 ? Optional.of("Won the quiz") : Optional.empty(),
              OptionalLong.empty(),
              true,
              new UserName(1_000 + i % 2, "user", "User"));
      database.transaction(tx -> XpLedger.adjust(tx, gift));
    }
    // As the purge leaves it: what is taken out of the log is remembered.
    database
        .dsl()
        .execute(
            """
            UPDATE guild_users m JOIN message_logs l ON l.guild_id = m.guild_id AND l.user_id = m.user_id
            SET m.purged_xp = l.xp WHERE m.guild_id = 1 AND m.user_id = 1005
              AND l.message_id = (SELECT MIN(message_id) FROM (SELECT * FROM message_logs) x
                                  WHERE x.guild_id = 1 AND x.user_id = 1005)
            """);
    database
        .dsl()
        .execute(
            """
            DELETE FROM message_logs WHERE guild_id = 1 AND user_id = 1005
            ORDER BY message_id LIMIT 1
            """);
    database
        .dsl()
        .execute(
            """
            UPDATE guild_users SET present = FALSE, left_at = '2026-11-02 10:00:00.123'
            WHERE guild_id = 1 AND user_id = 1007
            """);
    new RankRecount(database).mend(SERVER);
    assertEquals(List.of(), new XpAudit(database).disagreements());
  }

  @BeforeEach
  void start() {
    there = TestDatabase.create();
    file = folder.resolve("server.jsonl");
  }

  @AfterEach
  void close() {
    there.close();
  }

  @AfterAll
  static void closeAll() {
    here.close();
  }

  @Test
  void aServerIsTheSameInAnotherInstallation() {
    long lines = export();
    Imported done = take(Existing.REFUSE);
    assertEquals(new Imported(SERVER, MEMBERS, 3 * MEMBERS - 1), done);
    assertEquals(1 + 1 + 2 + 2 + 1 + 2 * MEMBERS + 3 * MEMBERS - 1 + 3 + 1, lines);
    for (String table :
        List.of(
            "level_roles",
            "ignored_channels",
            "ignored_roles",
            "guild_users",
            "message_logs",
            "xp_adjustments")) {
      assertEquals(rows(here, table), rows(there, table), table);
    }
    assertEquals(settings(here), settings(there));
    assertEquals(names(here), names(there));
    assertEquals(List.of(), new XpAudit(there.database()).disagreements());
    assertEquals(0, new RankRecount(there.database()).differing(SERVER));
    assertEquals(0, there.database().dsl().fetchCount(LEVEL_UPS), "nobody is told");
    assertEquals(1, there.database().dsl().fetchCount(JOBS), "roles are looked at");
  }

  @Test
  void anImportedServerIsWrittenAsItWas() throws IOException {
    export();
    take(Existing.REFUSE);
    Path again = folder.resolve("again.jsonl");
    new ServerExport(there.database()).write(SERVER, again);
    List<String> first = Files.readAllLines(file);
    List<String> second = Files.readAllLines(again);
    assertEquals(first.subList(1, first.size()), second.subList(1, second.size()));
  }

  @Test
  void whatIsThereIsKeptUnlessItIsToBeReplaced() {
    export();
    take(Existing.REFUSE);
    there.database().dsl().execute("UPDATE level_roles SET `level` = 9 WHERE role_id = 50");
    new XpLedger(there.database())
        .award(List.of(award(new MemberKey(SERVER, 4_000), 0, 100)), List.of());
    ServerFileException refused =
        assertThrows(ServerFileException.class, () -> take(Existing.REFUSE));
    assertTrue(String.valueOf(refused.getMessage()).contains("--replace"), refused.getMessage());
    assertEquals(MEMBERS + 1, rows(there, "guild_users").size());
    take(Existing.REPLACE);
    take(Existing.REPLACE);
    assertEquals(rows(here, "guild_users"), rows(there, "guild_users"));
    assertEquals(rows(here, "level_roles"), rows(there, "level_roles"));
    assertEquals(List.of(), new XpAudit(there.database()).disagreements());
    assertEquals(0, new RankRecount(there.database()).differing(SERVER));
  }

  @Test
  void othersAreLeftAlone() {
    export();
    new GuildStore(there.database(), 900).present(900, OTHER, "Another");
    new XpLedger(there.database())
        .award(List.of(award(new MemberKey(OTHER, 1_000), 0, 77)), List.of());
    take(Existing.REPLACE);
    assertEquals(1, there.database().dsl().fetchCount(GUILD_USERS, GUILD_USERS.GUILD_ID.eq(OTHER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"xp_delay_seconds\":30|\"xp_delay_seconds\":0|Line 2: xp_delay_seconds has to be",
        "\"stack\"|\"both\"|Line 2: role_mode has to be single or stack",
        "\"2.50\"|\"20\"|Line 2: xp_multiplier has to be",
        "\"level\":5|\"level\":\"5\"|Line 3: level has to be a number from 1 to 1000",
        "\"role_id\":\"50\"|\"role_id\":50|Line 3: role_id has to be an id in quotes",
        "\"role_id\":\"50\"|\"role_id\":\"55\"|Line 4: is there twice, or not in its place",
        "\"part\":\"level_role\"|\"part\":\"level_rule\"|Line 3: there is no part \"level_rule\"",
        "\"present\":true|\"present\":true,\"admin\":true|Line 8: a line of member has no admin",
        "\"present\":true|\"present\":1|Line 8: present has to be true or false",
        "\"xp\":400|\"xp\":401|Line 8: member 1000 has 401 XP of 3 messages",
        "\"version\":1|\"version\":2|Line 1: the file is of format 2",
        "prosperity-server|mee6|Line 1: is not the beginning of a server file",
        "\"part\":\"settings\"|\"part|Line 2: is not a JSON object",
      })
  void aWrongLineIsNamedAndNothingIsChanged(String right, String wrong, String words)
      throws IOException {
    export();
    String text = Files.readString(file);
    assertTrue(text.contains(right), right);
    Files.writeString(
        file, text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));
    assertRefused(words);
  }

  @Test
  void aFileThatIsNotWholeIsRefused() throws IOException {
    export();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 500));
    assertRefused("ends after line 500");
    List<String> gap = new ArrayList<>(lines);
    gap.remove(lines.size() - 3);
    Files.write(file, gap);
    assertRefused("there should be " + lines.size() + " lines");
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
    assertRefused("UTF-8");
    Files.delete(file);
    assertRefused("There is no file");
  }

  @Test
  void whatIsEarnedMeanwhileIsKeptOrTheImportIsGivenUp() throws Exception {
    export();
    take(Existing.REFUSE);
    AtomicBoolean over = new AtomicBoolean();
    XpLedger ledger = new XpLedger(there.database());
    Thread chat =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 100; !over.get(); i++) {
                    ledger.award(
                        List.of(
                            award(new MemberKey(SERVER, 1_000 + i % MEMBERS), 60 * i, 10),
                            award(new MemberKey(SERVER, 9_000 + i), 60 * i, 10)),
                        List.of());
                  }
                });
    int taken = 0;
    for (int i = 0; i < IMPORTS; i++) {
      try {
        take(Existing.REPLACE);
        taken++;
      } catch (ServerFileException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("Nothing was changed"), e.getMessage());
      }
      assertEquals(List.of(), new XpAudit(there.database()).disagreements(SERVER));
    }
    over.set(true);
    chat.join();
    assertEquals(List.of(), new XpAudit(there.database()).disagreements(SERVER));
    assertEquals(0, new RankRecount(there.database()).differing(SERVER));
    System.out.println("Imports beside a chat that were not given up: " + taken + " of " + IMPORTS);
  }

  @Test
  void theCommandsSayWhatTheyDidAndWhatToDo() {
    assertEquals("Usage: ./prosperity export", said(2, here, true).substring(0, 26));
    assertEquals("Usage: ./prosperity import", said(2, here, false).substring(0, 26));
    assertTrue(said(1, here, true, "33").contains("no server 33"));
    assertEquals(2, ExportMain.run(here.database(), List.of("one"), System.out));
    String written = said(0, here, true, "1", "--out", file.toString());
    assertTrue(written.matches("(?s)Server 1 is in .*, in 1510 lines\\.\\s+"), written);
    assertTrue(said(1, here, true, "1", "--out", file.toString()).contains("is there already"));
    assertFalse(Files.exists(folder.resolve("server.jsonl.part")));
    String taken = said(0, there, false, file.toString());
    assertTrue(taken.startsWith("Server 1 has 300 members and 899 messages now."), taken);
    assertTrue(said(1, there, false, file.toString()).contains("--replace"));
    said(0, there, false, file.toString(), "--replace");
  }

  private static String said(int exit, TestDatabase at, boolean export, String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code =
        export
            ? ExportMain.run(at.database(), List.of(args), out)
            : ImportMain.run(at.database(), List.of(args), out);
    String words = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(exit, code, words);
    return words;
  }

  private long export() {
    return new ServerExport(here.database()).write(SERVER, file);
  }

  private Imported take(Existing existing) {
    return new ServerImport(there.database()).run(file, existing);
  }

  private void assertRefused(String words) {
    ServerFileException refused =
        assertThrows(ServerFileException.class, () -> take(Existing.REPLACE));
    assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    assertEquals(0, there.database().dsl().fetchCount(GUILDS));
    assertEquals(0, there.database().dsl().fetchCount(GUILD_USERS));
  }

  private static List<Map<String, Object>> rows(TestDatabase at, String table) {
    return at.database()
        .dsl()
        .fetch(
            "SELECT * FROM "
                + table
                + " WHERE guild_id = 1 ORDER BY 1, 2, "
                + (table.startsWith("ignored") ? "2" : "3"))
        .map(row -> new TreeMap<>(row.intoMap()));
  }

  private static Map<String, Object> settings(TestDatabase at) {
    Map<String, Object> settings =
        at.database().dsl().selectFrom(GUILDS).where(GUILDS.ID.eq(SERVER)).fetchSingle().intoMap();
    settings
        .keySet()
        .removeAll(List.of("created_at", "updated_at", "settings_version", "serving_bot_id"));
    return settings;
  }

  private static List<Map<String, Object>> names(TestDatabase at) {
    return at.database()
        .dsl()
        .fetch("SELECT id, username, display_name FROM users ORDER BY id")
        .intoMaps();
  }
}
