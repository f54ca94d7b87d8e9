package net.prosperitybot.events.discord;

/** Whether what settings name is still there. */
public interface ExistenceActions {

  /** Whether this session receives the server's events. */
  boolean holds(long guildId);

  /** Whether the session knows the role. Asks nobody. */
  boolean knowsRole(long guildId, long roleId);

  /**
   * Whether the session knows the channel, thread or category; archived threads and private ones it
   * does not. Asks nobody.
   */
  boolean knowsChannel(long guildId, long channelId);

  /**
   * Asks Discord whether the role is deleted, and waits for the answer.
   *
   * @throws DiscordUnavailableException when Discord does not say
   */
  boolean isRoleDeleted(long guildId, long roleId);

  /**
   * Asks Discord whether the channel is deleted, and waits for the answer. One that the bot may not
   * see is not.
   *
   * @throws DiscordUnavailableException when Discord does not say
   */
  boolean isChannelDeleted(long channelId);
}
