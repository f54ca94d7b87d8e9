package net.prosperitybot.events.earning;

/** Who can write a message. */
public enum AuthorKind {
  PERSON,
  BOT,
  WEBHOOK,
  /** Discord itself. */
  SYSTEM
}
