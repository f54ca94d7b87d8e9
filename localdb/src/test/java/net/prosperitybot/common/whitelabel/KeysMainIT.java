package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.whitelabel.Bots.row;
import static net.prosperitybot.common.whitelabel.Bots.setUp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysMainIT {
  private static final String OLD = KeysMain.newKey("old");
  private static final String NEW = KeysMain.newKey("new");
  private static final Secret TOKEN = new Secret("MTIz.Gabc.secret");
  private static final Secret NEWER = new Secret("MTIz.Gdef.newer");

  private final TestDatabase test = TestDatabase.create();
  private final Database database = test.database();
  private final ServiceInstances instances = new ServiceInstances(database);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void dropDatabase() {
    test.close();
  }

  @Test
  void rotatingSealsEveryTokenWithTheNewKeyAndCanBeRunAgain() {
    store(1, vault(OLD));
    store(2, vault(OLD));
    store(3, vault(NEW));
    instances.alive("w", Service.WORKER, List.of("old", "new"));
    KeysMain keys = keys(vault(NEW, OLD));
    assertEquals(0, keys.rotate());
    assertTrue(words().contains("Sealed 2 tokens again with key 'new'."), words());
    assertEquals(Map.of("new", 3L), TokenRotation.tokensByKey(database));
    assertEquals(TOKEN, vault(NEW).open(1, row(database, 1).token().orElseThrow()));
    assertEquals(0, keys.rotate());
    assertTrue(words().contains("Sealed 0 tokens again"), words());
  }

  @Test
  void itIsRefusedWhileARunningServiceCanNotReadTheNewKey() {
    store(1, vault(OLD));
    instances.alive("w", Service.WORKER, List.of("old", "new"));
    instances.alive("e", Service.EVENTS, List.of("old"));
    assertEquals(1, keys(vault(NEW, OLD)).rotate());
    assertTrue(words().contains("events (e)"), words());
    assertFalse(words().contains("worker (w)"), words());
    assertEquals(Map.of("old", 1L), TokenRotation.tokensByKey(database));
    instances.gone("e");
    assertEquals(0, keys(vault(NEW, OLD)).rotate());
  }

  @Test
  void aRunThatIsCutOffAnywhereLosesNothingAndTheNextGoesOn() {
    for (long bot = 1; bot <= 3; bot++) {
      store(bot, vault(OLD));
    }
    Set<Map<String, Long>> met = new HashSet<>();
    for (int connections = 0; connections < 3; connections++) {
      FailingConnections failing = new FailingConnections(database.source());
      Database cutOff = Database.over(failing);
      failing.goAwayAfter(connections);
      assertThrows(
          DataAccessException.class, () -> new TokenRotation(cutOff, vault(NEW, OLD)).run());
      for (long bot = 1; bot <= 3; bot++) {
        assertEquals(TOKEN, vault(NEW, OLD).open(bot, row(database, bot).token().orElseThrow()));
      }
      met.add(TokenRotation.tokensByKey(database));
    }
    assertTrue(met.contains(Map.of("old", 2L, "new", 1L)), met.toString());
    new TokenRotation(database, vault(NEW, OLD)).run();
    assertEquals(Map.of("new", 3L), TokenRotation.tokensByKey(database));
  }

  @Test
  void aTokenThatIsReplacedBetweenItsReadingAndItsWritingIsLeftAlone() {
    store(1, vault(OLD));
    AtomicInteger connections = new AtomicInteger();
    // The first is asked which server it is, the second reads, the third writes.
    DataSource replacing =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getConnection")
                      && connections.incrementAndGet() == 3) {
                    store(1, vault(OLD), NEWER);
                  }
                  return method.invoke(database.source(), arguments);
                });
    TokenRotation rotation = new TokenRotation(Database.over(replacing), vault(NEW, OLD));
    assertEquals(0, rotation.run().resealed());
    assertEquals(3, connections.get());
    assertEquals(NEWER, vault(OLD).open(1, row(database, 1).token().orElseThrow()));
  }

  @Test
  void whatCanNotBeOpenedIsNamedAndLeft() {
    store(1, vault(KeysMain.newKey("lost")));
    store(2, vault(OLD));
    assertEquals(1, keys(vault(NEW, OLD)).rotate());
    assertTrue(words().contains("sealed with the key 'lost'"), words());
    assertEquals(Map.of("lost", 1L, "new", 1L), TokenRotation.tokensByKey(database));
    assertFalse(words().contains(TOKEN.reveal()));
  }

  @Test
  void aServiceIsNotStartedWithoutTheKeysOfAllTokensOrWithOthersOfTheirNames() {
    store(1, vault(OLD));
    store(2, vault(NEW));
    KeyCheck.check(database, vault(NEW, OLD));
    ConfigException missing =
        assertThrows(ConfigException.class, () -> KeyCheck.check(database, vault(NEW)));
    assertEquals(
        List.of(
            "TOKEN_KEYS lacks the key 'old', which sealed 1 stored token. Put it behind the others."),
        missing.problems());
    ConfigException other =
        assertThrows(
            ConfigException.class,
            () -> KeyCheck.check(database, vault(NEW, KeysMain.newKey("old"))));
    assertEquals(
        List.of("TOKEN_KEYS has a key 'old', but not the one that sealed 1 stored token."),
        other.problems());
  }

  @Test
  void statusSaysWhoReadsWhat() {
    store(1, vault(OLD));
    instances.alive("e", Service.EVENTS, List.of("old"));
    assertEquals(0, keys(vault(NEW, OLD)).status());
    assertTrue(words().contains("TOKEN_KEYS here: new, old; 'new' seals."), words());
    assertTrue(words().contains("Key 'old' seals 1 tokens."), words());
    assertTrue(words().contains("A running events (e) reads old."), words());
  }

  @Test
  void aServiceThatIsSilentCountsAsGone() {
    instances.alive("e", Service.EVENTS, List.of("old"));
    database.dsl().execute("UPDATE service_instances SET seen_at = seen_at - INTERVAL 31 SECOND");
    assertEquals(List.of(), instances.running());
    instances.alive("e", Service.EVENTS, List.of());
    assertEquals(1, instances.running().size());
  }

  private void store(long botId, TokenVault vault) {
    store(botId, vault, TOKEN);
  }

  private void store(long botId, TokenVault vault, Secret token) {
    setUp(
        database,
        new NewBot(botId, botId, "Café", Optional.empty(), vault.seal(botId, token), Bots.KEY, 0),
        1);
  }

  private KeysMain keys(TokenVault vault) {
    printed.reset();
    return new KeysMain(database, vault, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String words() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static TokenVault vault(String... keys) {
    return TokenVault.read(
        new ConfigReader(Env.of(Map.of(TokenVault.SETTING, String.join(",", keys)))));
  }
}
