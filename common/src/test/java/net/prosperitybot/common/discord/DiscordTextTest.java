package net.prosperitybot.common.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
}
