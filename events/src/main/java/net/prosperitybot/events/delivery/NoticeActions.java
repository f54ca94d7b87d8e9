package net.prosperitybot.events.delivery;

/** Sends notices at Discord. */
public interface NoticeActions {

  /** Whether the server has such a channel, by what the session knows. Asks nobody. */
  boolean hasChannel(long guildId, long channelId);

  /**
   * Waits for Discord's answer.
   *
   * @throws net.prosperitybot.events.discord.DiscordUnavailableException when the same notice may
   *     be sent later; it says whether this one was certainly not
   */
  NoticeResult send(Notice notice);

  /** What became of a notice. */
  enum NoticeResult {
    SENT,
    /** The channel is gone or closed to the bot, or the member takes no direct messages. */
    UNDELIVERABLE
  }
}
