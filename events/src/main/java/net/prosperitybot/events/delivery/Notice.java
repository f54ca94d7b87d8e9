package net.prosperitybot.events.delivery;

import net.prosperitybot.common.members.MemberKey;

/** A level-up to be told. */
public sealed interface Notice {
  MemberKey member();

  /** The level that is told. */
  int level();

  /** Discord sends a message with the same nonce only once, for some minutes. */
  String nonce();

  /**
   * As a reply to the message that earned the level; a plain message in its channel when the
   * message is gone or the bot may not read the history. Pings the member, nobody else.
   */
  record Reply(MemberKey member, int level, String nonce, long channelId, long messageId)
      implements Notice {}

  /** In a channel; pings nobody. */
  record InChannel(MemberKey member, int level, String nonce, long channelId) implements Notice {}

  /** To the member alone. */
  record Direct(MemberKey member, int level, String nonce) implements Notice {}
}
