package net.prosperitybot.events.whitelabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateWordsTest {
  private static final long BOT = Long.MAX_VALUE;
  private static final Instant NEXT = Instant.ofEpochSecond(1_800_000_000);
  private static final String BOT_PAGE =
      "https://discord.com/developers/applications/" + BOT + "/bot";

  private static final List<Trouble> FOR_THE_OWNER =
      List.of(
          new Trouble.TokenRefused(),
          new Trouble.ApplicationGone(),
          new Trouble.WrongApplication(),
          new Trouble.TokenUnreadable(),
          new Trouble.IntentsInvalid(4013));
  private static final List<Trouble> PASSING =
      List.of(
          new Trouble.IdentifiesExhausted(500, Duration.ofHours(3)),
          new Trouble.KeyMissing(),
          new Trouble.Unreachable(),
          new Trouble.Closed(4000),
          new Trouble.NeverConnected());

  @Test
  void allAreShortAndBearNoNameOfOurs() {
    Stream.concat(
            Stream.of(
                StateWords.premiumEnded(),
                StateWords.withoutMembers(BOT),
                StateWords.interrupted()),
            Stream.concat(FOR_THE_OWNER.stream(), PASSING.stream())
                .map(trouble -> StateWords.of(BOT, trouble, NEXT)))
        .forEach(
            words -> {
              assertTrue(words.length() <= 300, words.length() + ": " + words);
              assertFalse(words.toLowerCase(Locale.ROOT).contains("prosperity"), words);
            });
  }

  @Test
  void whatTheOwnerMendsSaysWhere() {
    for (Trouble trouble : FOR_THE_OWNER) {
      String words = StateWords.of(BOT, trouble, NEXT);
      String link =
          trouble instanceof Trouble.ApplicationGone
              ? "https://discord.com/developers/applications "
              : BOT_PAGE;
      assertTrue(words.contains(link), words);
    }
    assertTrue(StateWords.withoutMembers(BOT).contains(BOT_PAGE));
  }

  @Test
  void whatPassesSaysWhenTheNextTryIs() {
    for (Trouble trouble : PASSING) {
      String words = StateWords.of(BOT, trouble, NEXT);
      assertTrue(words.endsWith("The next try is <t:1800000000:R>."), words);
    }
    assertEquals(
        "Discord ended the connection (code 4000). The next try is <t:1800000000:R>.",
        StateWords.of(BOT, new Trouble.Closed(4000), NEXT));
  }
}
