package net.prosperitybot.events.earning;

/** What kind of message it is, as far as earning asks. */
public enum MessageKind {
  DEFAULT,
  REPLY,
  /** A pin, a join, a boost, the start of a thread, an answer to a command and the like. */
  OTHER
}
