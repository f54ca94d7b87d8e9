package net.prosperitybot.simulator.world;

/** The gateway's intent bits that the world's events need. */
public final class Intents {
  public static final long GUILDS = 1L;
  public static final long GUILD_MEMBERS = 1L << 1;
  public static final long GUILD_PRESENCES = 1L << 8;
  public static final long GUILD_MESSAGES = 1L << 9;
  public static final long DIRECT_MESSAGES = 1L << 12;
  public static final long MESSAGE_CONTENT = 1L << 15;

  /** Those that the developer portal must grant. */
  public static final long PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;

  private static final long FLAG_PRESENCE_LIMITED = 1L << 13;
  private static final long FLAG_GUILD_MEMBERS_LIMITED = 1L << 15;
  private static final long FLAG_MESSAGE_CONTENT_LIMITED = 1L << 19;

  /** The application flags that an application may set for itself. */
  public static final long SETTABLE_FLAGS =
      FLAG_PRESENCE_LIMITED | FLAG_GUILD_MEMBERS_LIMITED | FLAG_MESSAGE_CONTENT_LIMITED;

  private Intents() {}

  /** The flags by which an unverified application shows the intents it was granted. */
  public static long flagsOf(long granted) {
    return ((granted & GUILD_PRESENCES) != 0 ? FLAG_PRESENCE_LIMITED : 0)
        | ((granted & GUILD_MEMBERS) != 0 ? FLAG_GUILD_MEMBERS_LIMITED : 0)
        | ((granted & MESSAGE_CONTENT) != 0 ? FLAG_MESSAGE_CONTENT_LIMITED : 0);
  }

  /** The intents that these application flags grant. */
  public static long grantedBy(long flags) {
    return ((flags & FLAG_PRESENCE_LIMITED) != 0 ? GUILD_PRESENCES : 0)
        | ((flags & FLAG_GUILD_MEMBERS_LIMITED) != 0 ? GUILD_MEMBERS : 0)
        | ((flags & FLAG_MESSAGE_CONTENT_LIMITED) != 0 ? MESSAGE_CONTENT : 0);
  }
}
