package net.prosperitybot.events.session;

/**
 * What Discord says about a token's application.
 *
 * @param id the application's id, which is the bot's user id too
 * @param flags Discord's application flags
 */
public record Application(long id, String name, long flags) {
  /** The application may ask for joins and leaves: verified, or small enough not to need it. */
  private static final long GUILD_MEMBERS_INTENT = 1L << 14 | 1L << 15;

  /** Whether Discord lets it use the Server Members intent. */
  public boolean maySeeMembers() {
    return (flags & GUILD_MEMBERS_INTENT) != 0;
  }
}
