package net.prosperitybot.worker.whitelabel;

import java.time.Instant;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.Wanted;
import net.prosperitybot.common.whitelabel.WhitelabelBot;

/**
 * What a bot is doing, in words. Why, and what to do, is the row's detail, which whoever runs its
 * session has written.
 */
final class StateWords {
  private StateWords() {}

  /** A few words for a menu. */
  static String inShort(WhitelabelBot bot, boolean premiumWorks) {
    return switch (bot.state()) {
      case STOPPED -> stoppedInShort(bot, premiumWorks);
      case STARTING -> "Starting";
      case RUNNING -> "Running";
      case INTERRUPTED -> "Connecting again";
      case WAITING -> "Could not start yet";
      case FAILED -> "Needs you";
    };
  }

  private static String stoppedInShort(WhitelabelBot bot, boolean premiumWorks) {
    if (bot.wanted() == Wanted.STOPPED) {
      return "Stopped";
    }
    return premiumWorks ? "Starts soon" : "Stopped: no premium";
  }

  /** What it is doing, since when, why, and what to do. */
  static String of(WhitelabelBot bot, boolean premiumWorks) {
    String since = " since " + ago(bot.stateSince());
    String state =
        switch (bot.state()) {
          case STOPPED -> stopped(bot, premiumWorks, since);
          case STARTING -> Mark.LATER + " Is starting" + since + ".";
          case RUNNING -> Mark.DONE + " Runs" + since + ".";
          case INTERRUPTED -> Mark.LATER + " Connects again" + since + ".";
          case WAITING -> Mark.LATER + " Could not start" + since + ".";
          case FAILED -> Mark.LEFT + " Can't start" + since + ".";
        };
    return state
        + detail(bot, premiumWorks)
        + (isUnderWay(bot, premiumWorks) ? "\nYour last action is under way." : "");
  }

  private static String stopped(WhitelabelBot bot, boolean premiumWorks, String since) {
    if (bot.wanted() == Wanted.STOPPED) {
      return "⏹️ Stopped" + since + ". `/whitelabel actions` starts it.";
    }
    return premiumWorks
        ? Mark.LATER + " Starts within about 10 seconds."
        : Mark.LEFT + " Stopped" + since + ".";
  }

  /** Of one that is stopped and not for want of premium, it is of before. */
  private static String detail(WhitelabelBot bot, boolean premiumWorks) {
    boolean isOver =
        bot.state() == BotState.STOPPED && (bot.wanted() == Wanted.STOPPED || premiumWorks);
    return isOver ? "" : bot.stateDetail().map(words -> "\n" + words).orElse("");
  }

  private static boolean isUnderWay(WhitelabelBot bot, boolean premiumWorks) {
    return !bot.isApplied() && bot.state() != BotState.STOPPED && premiumWorks;
  }

  /** A moment as each reader's Discord writes it. */
  static String ago(Instant time) {
    return "<t:%d:R>".formatted(time.getEpochSecond());
  }
}
