package net.prosperitybot.events.hosting;

import java.util.Optional;

/**
 * What Discord says about a bot's application and its user.
 *
 * @param id of the application, which is the bot's user id too
 * @param name the bot user's
 * @param avatarHash the bot user's; none for the default picture
 * @param flags Discord's application flags
 */
public record BotProfile(long id, String name, Optional<String> avatarHash, long flags) {
  /** The application may ask for joins and leaves: verified, or small enough not to need it. */
  private static final long GUILD_MEMBERS_INTENT = 1L << 14 | 1L << 15;

  /** Whether Discord lets it use the Server Members intent. */
  public boolean maySeeMembers() {
    return (flags & GUILD_MEMBERS_INTENT) != 0;
  }
}
