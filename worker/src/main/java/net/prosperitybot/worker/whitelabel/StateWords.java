package net.prosperitybot.worker.whitelabel;

import java.time.Instant;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;

/** What a bot is doing, in words. */
final class StateWords {
  private StateWords() {}

  /** A few words for a menu. */
  static String inShort(WhitelabelBot bot) {
    return switch (bot.state()) {
      case STOPPED -> bot.wanted() == Wanted.RUNNING ? "Starts soon" : "Stopped";
      case STARTING -> "Starting";
      case RUNNING -> "Running";
      case INTERRUPTED -> "Connecting again";
      case WAITING -> "Could not start yet";
      case FAILED -> "Needs you";
    };
  }

  /** What it is doing, since when, why, and what to do. */
  static String of(WhitelabelBot bot, boolean premiumWorks) {
    String since = " since " + ago(bot.stateSince());
    String state =
        switch (bot.state()) {
          case STOPPED -> stopped(bot, premiumWorks, since);
          case STARTING -> Mark.LATER + " Is starting" + since + ".";
          case RUNNING -> Mark.DONE + " Runs" + since + ".";
          case INTERRUPTED ->
              Mark.LATER
                  + " Lost its connection to Discord, connects again by itself"
                  + since
                  + ".";
          case WAITING -> Mark.LATER + " Could not start" + since + "; tried again by itself.";
          case FAILED ->
              Mark.LEFT + " Can't start" + since + ". When that is mended, choose **Start**.";
        };
    String detail = bot.stateDetail().map(words -> "\n" + words).orElse("");
    return state
        + detail
        + (isUnderWay(bot, premiumWorks) ? "\nYour last action is under way." : "");
  }

  private static String stopped(WhitelabelBot bot, boolean premiumWorks, String since) {
    if (bot.wanted() == Wanted.STOPPED) {
      return "⏹️ Stopped" + since + ". `/whitelabel actions` starts it.";
    }
    return premiumWorks
        ? Mark.LATER + " Starts within about 10 seconds."
        : Mark.LEFT + " Stopped" + since + ": premium has ended. It starts by itself with premium.";
  }

  private static boolean isUnderWay(WhitelabelBot bot, boolean premiumWorks) {
    return !bot.isApplied() && bot.state() != BotState.STOPPED && premiumWorks;
  }

  /** A moment as each reader's Discord writes it. */
  static String ago(Instant time) {
    return "<t:%d:R>".formatted(time.getEpochSecond());
  }
}
