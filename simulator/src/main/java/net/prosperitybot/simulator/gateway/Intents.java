package net.prosperitybot.simulator.gateway;

/** The intent bits that the gateway itself asks about. */
final class Intents {
  static final long GUILDS = 1L;
  static final long GUILD_MEMBERS = 1L << 1;
  static final long GUILD_PRESENCES = 1L << 8;
  static final long MESSAGE_CONTENT = 1L << 15;
  static final long PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;

  /** Bits 0–16, auto moderation (20, 21) and polls (24, 25); Discord refuses all others. */
  static final long KNOWN = 0x1FFFFL | 0x3L << 20 | 0x3L << 24;

  private Intents() {}
}
