package net.prosperitybot.events.earning;

/** What the rules say about a message, the cooldown left aside. */
public sealed interface EarningDecision {

  /** It earns this much XP, 1 or more. */
  record Earns(int xp) implements EarningDecision {}

  /** It earns nothing. */
  record EarnsNothing(Reason reason) implements EarningDecision {}

  /** Why a message earns nothing. */
  enum Reason {
    NOT_A_PERSON,
    NOT_A_CHAT_MESSAGE,
    IGNORED_CHANNEL,
    IGNORED_ROLE,
    ROUNDED_TO_NOTHING
  }
}
