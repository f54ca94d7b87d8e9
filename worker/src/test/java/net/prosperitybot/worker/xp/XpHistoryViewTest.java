package net.prosperitybot.worker.xp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAdjustment;
import net.prosperitybot.common.levelling.XpHistory;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.Embed;
import org.junit.jupiter.api.Test;

class XpHistoryViewTest {
  private static final ServingBot BOT = new ServingBot(1, "Branded", Optional.empty());
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final long NOON_SECONDS = NOON.getEpochSecond();

  @Test
  void eachLineSaysWhenHowMuchWhoAndWhy() {
    Embed embed =
        XpHistoryView.of(
            new XpHistory.History(
                List.of(
                    adjusted(XpAdjustment.Kind.XP_GIVE, 1050, "won the *quiz*"),
                    new XpHistory.Adjusted(
                        3, 77, XpAdjustment.Kind.XP_TAKE, -20, Optional.empty(), NOON),
                    adjusted(XpAdjustment.Kind.LEVELS_TAKE, -945, "oops")),
                List.of(new XpHistory.Gain(Snowflake.firstAt(NOON), 23))),
            "Ben",
            BOT);
    String when = "<t:" + NOON_SECONDS + ":R>";
    assertEquals(
        List.of(
            "**Ben**",
            "",
            "**Given and taken**",
            when + " · +1,050 XP by <@77> · won the \\*quiz\\*",
            when + " · −20 XP by <@77>",
            when + " · −945 XP (by level) by <@77> · oops",
            "",
            "**Earned by messages**",
            when + " · +23 XP"),
        embed.description().lines().toList());
  }

  @Test
  void theLongestUsualHistoryFitsAnEmbedWhole() {
    String text = longest("a".repeat(200));
    assertTrue(text.length() <= 4096, "length " + text.length());
    assertEquals(10, text.split(Pattern.quote("a…"), -1).length - 1);
    assertTrue(text.endsWith("+300 XP"));
  }

  @Test
  void reasonsOfStackedMarksAndEscapesLeaveRoomForWhatMessagesEarned() {
    String stacked = ("*" + "\u0301".repeat(3)).repeat(50);
    for (String reason : List.of(stacked, "*".repeat(200), "a" + "\u0301".repeat(199))) {
      String text = longest(reason);
      assertTrue(text.length() <= 4096, "length " + text.length());
      assertTrue(text.contains("**Earned by messages**"));
      assertTrue(text.endsWith("+300 XP"), "nothing was cut off");
    }
    assertTrue(longest(stacked).contains(" more\n"));
  }

  private static String longest(String reason) {
    long id = Long.MAX_VALUE;
    XpHistory.Adjusted longest =
        new XpHistory.Adjusted(
            id, id, XpAdjustment.Kind.LEVELS_TAKE, -LevelCurve.MAX_XP, Optional.of(reason), NOON);
    return XpHistoryView.of(
            new XpHistory.History(
                Collections.nCopies(10, longest),
                Collections.nCopies(10, new XpHistory.Gain(Snowflake.firstAt(NOON), 300))),
            "\\*".repeat(32),
            BOT)
        .description();
  }

  private static XpHistory.Adjusted adjusted(XpAdjustment.Kind kind, long delta, String reason) {
    return new XpHistory.Adjusted(2, 77, kind, delta, Optional.of(reason), NOON);
  }
}
