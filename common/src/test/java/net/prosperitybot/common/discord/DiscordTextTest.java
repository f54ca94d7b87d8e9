package net.prosperitybot.common.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiscordTextTest {

  @Test
  void markdownIsShownAsWritten() {
    assertEquals("\\*\\*bold\\*\\* \\_\\_x\\_\\_ \\`y\\`", DiscordText.name("**bold** __x__ `y`"));
  }

  @Test
  void mentionsAndLinksLoseTheirMeaning() {
    assertEquals("\\<\\@123\\> \\@everyone", DiscordText.name("<@123> @everyone"));
    assertEquals("\\[a\\]\\(http\\://b\\)", DiscordText.name("[a](http://b)"));
  }

  @Test
  void lineBreaksAndDirectionOverridesAreRemoved() {
    assertEquals("ab", DiscordText.name("a\n\u202Eb"));
  }

  @Test
  void rightToLeftNamesAreIsolated() {
    assertEquals("\u2068\u05D0\u05D1\u2069", DiscordText.name("\u05D0\u05D1"));
    assertFalse(DiscordText.name("Ann").contains("\u2068"));
  }

  @Test
  void aNameOfNothingVisibleIsStillAName() {
    assertEquals("unnamed", DiscordText.name(" \n\u200E "));
  }

  @Test
  void whatIsThereButCanNotBeSeenIsNoName() {
    for (String blank :
        List.of(
            "\u200B\u200B", "\u3164", "\u2800 \u2800", "\u200D", "\u0301", "\uFEFF", "\u00AD")) {
      assertEquals("unnamed", DiscordText.name(blank));
      assertEquals("unnamed", DiscordText.shortName(blank));
    }
    assertEquals("Ann", DiscordText.name("A\u200Bn\u2060n"));
  }

  @Test
  void joinersStayWhereTheyJoin() {
    assertEquals("👩‍👩‍👧‍👦", DiscordText.name("👩‍👩‍👧‍👦"));
    assertEquals("\u2068می\u200Cخواهم\u2069", DiscordText.name("می\u200Cخواهم"));
  }

  @Test
  void arabicDigitsAreIsolatedToo() {
    assertEquals("\u2068٣٤\u2069", DiscordText.name("٣٤"));
  }

  @Test
  void aShortNameTakesTheRoomOfThirtyTwoCharacters() {
    assertEquals("x".repeat(32), DiscordText.shortName("x".repeat(32)));
    assertEquals("x".repeat(32) + "…", DiscordText.shortName("x".repeat(33)));
    assertEquals("\\*".repeat(32) + "…", DiscordText.shortName("*".repeat(40)));
    assertEquals("﷽﷽﷽﷽…", DiscordText.shortName("﷽".repeat(32)));
    assertEquals("\u2068ﷺﷺﷺﷺ…\u2069", DiscordText.shortName("ﷺ".repeat(32)));
    assertEquals("⸻⸻⸻⸻…", DiscordText.shortName("⸻".repeat(32)));
    assertEquals("漢".repeat(32), DiscordText.shortName("漢".repeat(32)));
  }

  @Test
  void aCutNeverSplitsACharacterAndIsNeverLongerThanFourUnitsEach() {
    String family = "👩‍👩‍👧‍👦";
    String cut = DiscordText.shortName(family.repeat(32));
    assertTrue(cut.endsWith(family + "…"), cut);
    assertTrue(cut.length() <= 129, cut);
    assertEquals("😀".repeat(32), DiscordText.shortName("😀".repeat(32)));
    assertTrue(DiscordText.shortName("e" + "\u0301".repeat(5000)).length() <= 129);
  }

  @Test
  void anExcerptIsOneLineOfPlainText() {
    assertEquals("a b \\*c\\*", DiscordText.excerpt(" a\n\n b \t*c* ", 80));
    assertEquals("abcde…", DiscordText.excerpt("abcdefgh", 5));
    assertEquals("", DiscordText.excerpt(" \n ", 5));
  }
}
