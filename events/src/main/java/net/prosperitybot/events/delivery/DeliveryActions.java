package net.prosperitybot.events.delivery;

import net.prosperitybot.events.discord.RoleActions;

/**
 * What delivery asks of Discord. Every call waits for Discord's answer.
 *
 * <p>All of them throw {@link net.prosperitybot.events.discord.DiscordUnavailableException} when
 * the same call may succeed later.
 */
public interface DeliveryActions extends RoleActions {

  /** Whether the server has such a channel, by what the session knows. Asks nobody. */
  boolean hasChannel(long guildId, long channelId);

  NoticeResult send(Notice notice);

  /** What became of a notice. */
  enum NoticeResult {
    SENT,
    /** The channel is gone or closed to the bot, or the member takes no direct messages. */
    UNDELIVERABLE
  }
}
