package net.prosperitybot.worker.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.bots.RegisteredBot.StopReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrandedBotsIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long WITH_PREMIUM = 1;
  private static final long WITHOUT = 2;

  private final PremiumStore premium =
      new PremiumStore(
          TEST.database(), new PremiumConfig(OptionalLong.empty(), Duration.ofDays(3)));
  private final BrandedBots bots = new BrandedBots(new WhitelabelStore(TEST.database()), premium);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void oneOwnerWithPremium() {
    TEST.database().dsl().execute("DELETE FROM whitelabel_bots");
    premium.grant(WITH_PREMIUM, Optional.empty(), Optional.empty());
  }

  @Test
  void aBotWorksWhenItsOwnerWantsAndHasPremiumAndElseItIsKnownWhyNot() {
    setUp(10, WITH_PREMIUM, "running");
    setUp(11, WITH_PREMIUM, "stopped");
    setUp(12, WITHOUT, "running");
    Map<Long, RegisteredBot> all = bots.all();
    assertEquals(Optional.empty(), of(all, 10).stopped());
    assertEquals(Optional.of(StopReason.BY_OWNER), of(all, 11).stopped());
    assertEquals(Optional.of(StopReason.WITHOUT_PREMIUM), of(all, 12).stopped());
  }

  @Test
  void hundredsAreAllThereAndThoseThatDidNotChangeAreTheSameObjects() {
    long last = 600; // more than two pages
    for (long botId = 1; botId <= last; botId++) {
      setUp(botId, WITH_PREMIUM, "running");
    }
    Map<Long, RegisteredBot> before = bots.all();
    assertEquals(last, before.size());
    TEST.database().dsl().execute("UPDATE whitelabel_bots SET name = 'New' WHERE bot_id = 300");
    Map<Long, RegisteredBot> after = bots.all();
    assertEquals("New", of(after, 300).identity().name());
    before.remove(300L);
    before.forEach((botId, bot) -> assertSame(bot, of(after, botId)));
  }

  @Test
  void aBotThatGoesIsNotThere() {
    setUp(10, WITH_PREMIUM, "running");
    setUp(11, WITH_PREMIUM, "deleted");
    assertEquals(Set.of(10L), bots.all().keySet());
    assertEquals(Set.of(10L), bots.ids());
  }

  @Test
  void aKeyThatIsNoneKeepsNoOtherBotFromWorking() {
    setUp(10, WITH_PREMIUM, "running");
    setUp(11, WITH_PREMIUM, "running");
    key(11, "00".repeat(32));
    assertEquals(Set.of(10L), bots.all().keySet());
  }

  @Test
  void aKeyThatChangesIsReadAndOneThatStaysIsKept() {
    setUp(10, WITH_PREMIUM, "running");
    setUp(11, WITH_PREMIUM, "running");
    Map<Long, RegisteredBot> before = bots.all();
    key(11, new SigningBot(99).publicKeyHex());
    Map<Long, RegisteredBot> after = bots.all();
    assertEquals(of(before, 10), of(after, 10));
    assertNotEquals(of(before, 11).key(), of(after, 11).key());
  }

  private static RegisteredBot of(Map<Long, RegisteredBot> all, long botId) {
    return Objects.requireNonNull(all.get(botId));
  }

  private static void setUp(long botId, long ownerId, String wanted) {
    TEST.database()
        .dsl()
        .execute(
            """
            INSERT INTO whitelabel_bots (bot_id, owner_id, name, public_key, last_action,
                                         last_action_at, wanted, state, state_since, due_at,
                                         created_at)
            VALUES (?, ?, 'Acme', ?, 'setup', UTC_TIMESTAMP(3), ?, 'stopped', UTC_TIMESTAMP(3),
                    UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
            """,
            botId,
            ownerId,
            new SigningBot(botId).publicKeyHex(),
            wanted);
  }

  private static void key(long botId, String hex) {
    TEST.database()
        .dsl()
        .execute("UPDATE whitelabel_bots SET public_key = ? WHERE bot_id = ?", hex, botId);
  }
}
