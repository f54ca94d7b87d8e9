package net.prosperitybot.common.premium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PremiumMainIT {
  private static final long SKU = 77;
  private static final Duration GRACE = Duration.ofDays(3);

  private final TestDatabase test = TestDatabase.create();
  private final Database database = test.database();
  private final PremiumConfig config = new PremiumConfig(OptionalLong.of(SKU), GRACE);
  private final PremiumStore premium = new PremiumStore(database, config);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PremiumMain main =
      new PremiumMain(database, config, new PrintStream(printed, true, StandardCharsets.UTF_8));

  @AfterEach
  void dropDatabase() {
    test.close();
  }

  @Test
  void aGrantLastsUntilTheEndOfItsLastDayAndThenTheGracePeriod() {
    assertEquals(0, main.run(List.of("grant", "100", "2099-12-31", "a friend")));
    assertEquals(
        new Premium.Active(Optional.of(Instant.parse("2100-01-01T00:00:00Z"))), premium.of(100));
    endedAgo("premium_grants", Duration.ofDays(2));
    assertInstanceOf(Premium.Grace.class, premium.of(100));
    assertTrue(premium.of(100).works());
    endedAgo("premium_grants", Duration.ofDays(4));
    assertEquals(new Premium.None(), premium.of(100));
    assertFalse(premium.of(100).works());
    assertEquals(0, main.run(List.of("grant", "100", "for-ever")));
    assertEquals(new Premium.Active(Optional.empty()), premium.of(100));
  }

  @Test
  void revokingEndsAGrantOnce() {
    main.run(List.of("grant", "100", "30d"));
    assertEquals(0, main.run(List.of("revoke", "100")));
    assertInstanceOf(Premium.Grace.class, premium.of(100));
    assertEquals(1, main.run(List.of("revoke", "100")));
    assertEquals(1, main.run(List.of("revoke", "101")));
    assertTrue(words().contains("User 101 has no running grant."), words());
  }

  @Test
  void theListNamesGrantsAndPurchasesAndHowUsersStand() {
    main.run(List.of("grant", "100", "for-ever", "a friend"));
    premium.entitled(bought(5, 101, Optional.empty()));
    premium.entitled(new Entitlement(6, 102, 78, Optional.empty(), Optional.empty()));
    assertEquals(0, main.run(List.of("list")));
    assertTrue(words().contains("User 100 by grant without an end (a friend)"), words());
    assertTrue(words().contains("User 101 by purchase without an end"), words());
    assertTrue(words().contains("Now: user 101 has premium without an end"), words());
    assertFalse(words().contains("User 102"), "that is another product");
    assertEquals(new Premium.None(), premium.of(102));
  }

  @Test
  void wrongArgumentsSayWhatIsRight() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("give"),
            List.of("grant", "100"),
            List.of("grant", "ann", "30d"),
            List.of("grant", "100", "tomorrow"),
            List.of("grant", "100", "2020-01-01"),
            List.of("grant", "100", "0d"),
            List.of("grant", "100", "9999-12-31"),
            List.of("grant", "100", "30d", "n".repeat(201)),
            List.of("revoke"),
            List.of("list", "all"))) {
      printed.reset();
      assertEquals(2, main.run(wrong), wrong.toString());
      assertTrue(words().contains("Usage: ./prosperity premium"), words());
    }
    assertEquals(List.of(), premium.grants());
  }

  @Test
  void whatLastsLongerCounts() {
    premium.entitled(bought(5, 100, Optional.of(premium.now().minus(Duration.ofDays(1)))));
    assertInstanceOf(Premium.Grace.class, premium.of(100));
    Instant tomorrow = premium.now().plus(Duration.ofDays(1));
    premium.entitled(bought(6, 100, Optional.of(tomorrow)));
    assertEquals(new Premium.Active(Optional.of(tomorrow)), premium.of(100));
    main.run(List.of("grant", "100", "for-ever"));
    assertEquals(new Premium.Active(Optional.empty()), premium.of(100));
  }

  @Test
  void whatDiscordDoesNotListAnyMoreHasEndedUnlessItIsNewerThanTheList() {
    premium.entitled(bought(5, 100, Optional.empty()));
    premium.entitled(bought(6, 101, Optional.empty()));
    Instant askedAt = premium.now().plusMillis(1);
    database
        .dsl()
        .execute(
            "UPDATE entitlements SET updated_at = updated_at + INTERVAL 1 MINUTE WHERE id = 6");
    premium.agreeWith(SKU, List.of(bought(7, 102, Optional.empty())), askedAt);
    assertInstanceOf(Premium.Grace.class, premium.of(100));
    assertEquals(new Premium.Active(Optional.empty()), premium.of(101), "told since");
    assertEquals(new Premium.Active(Optional.empty()), premium.of(102));
    Instant beforeTheRefund = premium.now();
    premium.entitlementTaken(7);
    premium.agreeWith(SKU, List.of(bought(7, 102, Optional.empty())), beforeTheRefund);
    assertInstanceOf(Premium.Grace.class, premium.of(102), "the list is older than the refund");
    assertEquals(Set.of(100L, 101L, 102L), premium.of(Set.of(100L, 101L, 102L, 103L)).keySet());
  }

  @Test
  void whatIsToldLateOfAPurchaseDoesNotUndoItsEnd() {
    Entitlement running = bought(5, 100, Optional.empty());
    Instant before = premium.now().minusSeconds(1);
    premium.entitled(running, before);
    assertEquals(new Premium.Active(Optional.empty()), premium.of(100), "not known until then");
    premium.entitlementTaken(5);
    premium.entitled(running, before);
    premium.agreeWith(SKU, List.of(running), before);
    assertInstanceOf(Premium.Grace.class, premium.of(100));
    premium.entitled(running, premium.now().plusSeconds(1));
    assertEquals(new Premium.Active(Optional.empty()), premium.of(100), "bought once more");
  }

  private void endedAgo(String table, Duration ago) {
    database
        .dsl()
        .execute(
            "UPDATE " + table + " SET ends_at = UTC_TIMESTAMP(3) - INTERVAL ? SECOND",
            ago.toSeconds());
  }

  private static Entitlement bought(long id, long userId, Optional<Instant> endsAt) {
    return new Entitlement(id, userId, SKU, Optional.empty(), endsAt);
  }

  private String words() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
