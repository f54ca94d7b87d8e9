package net.prosperitybot.common.whitelabel;

import static net.prosperitybot.common.whitelabel.Bots.act;
import static net.prosperitybot.common.whitelabel.Bots.bot;
import static net.prosperitybot.common.whitelabel.Bots.row;
import static net.prosperitybot.common.whitelabel.Bots.setUp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.tokens.SealedToken;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WhitelabelStoreIT {
  private static final TestDatabase TEST = TestDatabase.create();

  private final Database database = TEST.database();
  private final WhitelabelStore bots = new WhitelabelStore(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void aBotThatWasSetUpIsToRun() {
    assertEquals(new SetupOutcome.Done(true, List.of()), setUp(database, bot(101, 1, "k.t"), 1));
    WhitelabelBot now = bots.find(101).orElseThrow();
    assertEquals("Café 101", now.name());
    assertEquals(Optional.of("https://cdn.discordapp.com/avatars/101/a1.png"), now.avatarUrl());
    assertEquals(Optional.of(new SealedToken("k.t")), now.token());
    assertEquals(Wanted.RUNNING, now.wanted());
    assertEquals(BotState.STOPPED, now.state());
    assertFalse(now.isApplied());
    assertTrue(now.isDue());
    assertFalse(now.isHeld());
  }

  @Test
  void settingUpAgainReplacesTheTokenAndAsksForAnotherSession() {
    setUp(database, bot(111, 2, "k.old"), 1);
    bots.endpoint(111, EndpointState.SET);
    act(database, 2, 111, BotAction.STOP);
    long before = row(database, 111).generation();
    assertEquals(new SetupOutcome.Done(false, List.of()), setUp(database, bot(111, 2, "k.new"), 1));
    WhitelabelBot now = row(database, 111);
    assertEquals(Optional.of(new SealedToken("k.new")), now.token());
    assertEquals(before + 1, now.generation());
    assertEquals(Wanted.RUNNING, now.wanted());
    assertEquals(EndpointState.UNKNOWN, now.endpoint(), "the new key may be another");
  }

  @Test
  void anotherApplicationGoesInTheOldOnesPlaceWhereAnOwnerMayHaveOne() {
    setUp(database, bot(121, 3, "k.1"), 1);
    SetupOutcome.Done done =
        assertInstanceOf(SetupOutcome.Done.class, setUp(database, bot(122, 3, "k.2"), 1));
    assertEquals(List.of(121L), done.replaced().stream().map(WhitelabelBot::botId).toList());
    assertEquals(Wanted.DELETED, row(database, 121).wanted());
    assertEquals(Optional.empty(), row(database, 121).token(), "its token is gone at once");
    assertEquals(List.of(122L), bots.ofOwner(3).stream().map(WhitelabelBot::botId).toList());
  }

  @Test
  void whereAnOwnerMayHaveSeveralNoneIsChosenToGo() {
    setUp(database, bot(131, 4, "k.1"), 2);
    setUp(database, bot(132, 4, "k.2"), 2);
    assertEquals(new SetupOutcome.Full(2), setUp(database, bot(133, 4, "k.3"), 2));
    assertEquals(Optional.empty(), bots.find(133));
    assertEquals(new SetupOutcome.Done(false, List.of()), setUp(database, bot(132, 4, "k.4"), 2));
    act(database, 4, 131, BotAction.DELETE);
    assertEquals(new SetupOutcome.Done(true, List.of()), setUp(database, bot(133, 4, "k.3"), 2));
  }

  @Test
  void whatAnOwnerHasAlreadyMayBeSetUpAgainWhateverTheLimitIsNow() {
    setUp(database, bot(135, 13, "k.1"), 3);
    setUp(database, bot(136, 13, "k.2"), 3);
    setUp(database, bot(137, 13, "k.3"), 3);
    for (int most : List.of(1, 2)) {
      assertEquals(
          new SetupOutcome.Done(false, List.of()), setUp(database, bot(136, 13, "k.4"), most));
      assertEquals(3, bots.ofOwner(13).size());
    }
  }

  @Test
  void itsCommandsCountAsNeverRegisteredAfterASetup() {
    setUp(database, bot(138, 14, "k.1"), 1);
    database
        .dsl()
        .execute(
            "INSERT INTO command_registrations (bot_id, guild_id, definition_hash) VALUES (138, 0, 'h')");
    setUp(database, bot(138, 14, "k.1"), 1);
    assertEquals(
        1,
        database
            .dsl()
            .fetch(
                "SELECT 1 FROM command_registrations WHERE bot_id = 138 AND definition_hash IS NULL")
            .size());
  }

  @Test
  void whoHasTheTokenOwnsTheBot() {
    setUp(database, bot(141, 5, "k.1"), 1);
    showStatus(5, 141, Optional.of("Ann's own words"));
    setUp(database, bot(141, 6, "k.2"), 1);
    assertEquals(List.of(), bots.ofOwner(5));
    assertEquals(6, row(database, 141).ownerId());
    assertEquals(Optional.empty(), row(database, 141).statusText(), "those were another's words");
    assertFalse(act(database, 5, 141, BotAction.STOP), "it left its first owner");
  }

  @Test
  void everyWishRaisesTheGenerationAndIsRemembered() {
    setUp(database, bot(151, 7, "k.1"), 1);
    for (BotAction action : List.of(BotAction.STOP, BotAction.START, BotAction.RESTART)) {
      long before = row(database, 151).generation();
      assertTrue(act(database, 7, 151, action));
      WhitelabelBot now = row(database, 151);
      assertEquals(before + 1, now.generation());
      assertEquals(action, now.lastAction());
      assertEquals(action == BotAction.STOP ? Wanted.STOPPED : Wanted.RUNNING, now.wanted());
      assertTrue(now.token().isPresent());
    }
    assertThrows(IllegalArgumentException.class, () -> act(database, 7, 151, BotAction.SETUP));
  }

  @Test
  void aBotThatGoesTakesNoMoreWishesButASetup() {
    setUp(database, bot(161, 8, "k.1"), 1);
    assertTrue(act(database, 8, 161, BotAction.DELETE));
    assertFalse(act(database, 8, 161, BotAction.START));
    assertFalse(act(database, 8, 161, BotAction.DELETE));
    assertEquals(List.of(), bots.ofOwner(8));
    assertEquals(new SetupOutcome.Done(false, List.of()), setUp(database, bot(161, 8, "k.2"), 1));
    assertEquals(Wanted.RUNNING, row(database, 161).wanted());
  }

  @Test
  void theStatusTextChangesWithoutANewGeneration() {
    setUp(database, bot(171, 9, "k.1"), 1);
    long before = row(database, 171).generation();
    assertTrue(showStatus(9, 171, Optional.of("Brewing ☕")));
    assertEquals(Optional.of("Brewing ☕"), row(database, 171).statusText());
    assertEquals(before, row(database, 171).generation());
    assertFalse(showStatus(10, 171, Optional.empty()), "it is another's");
  }

  private boolean showStatus(long ownerId, long botId, Optional<String> text) {
    return database.transaction(tx -> WhitelabelStore.setStatusText(tx, ownerId, botId, text));
  }

  @Test
  void howDiscordPresentsItIsKept() {
    setUp(database, bot(181, 11, "k.1"), 1);
    bots.presented(181, "Bistro", Optional.empty(), 1 << 15);
    WhitelabelBot now = row(database, 181);
    assertEquals("Bistro", now.name());
    assertEquals(Optional.empty(), now.avatarUrl());
    assertEquals(1 << 15, now.applicationFlags());
  }
}
