package net.prosperitybot.events.whitelabel;

import java.util.Optional;
import net.prosperitybot.common.whitelabel.BotLeases.Report;

/** What is to be done with a bot next. */
sealed interface Step {

  record Nothing() implements Step {}

  /** Take its lease, and look again. */
  record Claim() implements Step {}

  /**
   * Make a session for what is wanted now, in place of the one that is there.
   *
   * @param withoutMembers whether not to ask for the Server Members intent
   */
  record Launch(boolean withoutMembers) implements Step {}

  /** Call off the launch that is under way, and look again. */
  record Withdraw() implements Step {}

  /** Have the launch that is under way fail, for it takes too long. */
  record GiveUp() implements Step {}

  /** End its session, and look again. */
  record Close() implements Step {}

  /** Say how it is. */
  record Say(Report report) implements Step {}

  /** Its session or its launch failed: end what is left of it, and say what comes next. */
  record Conclude(Trouble trouble) implements Step {}

  /** Show this under its name. */
  record Show(Optional<String> text) implements Step {}

  /** Remove its row. */
  record Forget() implements Step {}

  /** Give its lease back: there is nothing to hold it for. */
  record Release() implements Step {}
}
