package net.prosperitybot.common.levelups;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.members.MemberKey;

/**
 * A change of level that still needs its roles and its notice.
 *
 * @param causeId the snowflake of what caused it
 * @param oldLevel the level before
 * @param newLevel the level then; the member's level may have changed since
 * @param channelId where the message was written that caused it
 * @param messageId that message
 * @param createdAt when it was committed, by the database's clock
 * @param noticeStartedAt when sending its notice began; a notice that began is not simply sent
 *     again
 * @param noticeBotId which bot began; Discord knows the notice's nonce again for that bot only
 * @param attempts failed deliveries so far
 */
public record LevelUp(
    MemberKey member,
    long causeId,
    int oldLevel,
    int newLevel,
    OptionalLong channelId,
    OptionalLong messageId,
    Instant createdAt,
    Optional<Instant> noticeStartedAt,
    OptionalLong noticeBotId,
    int attempts) {

  public boolean isRise() {
    return newLevel > oldLevel;
  }
}
