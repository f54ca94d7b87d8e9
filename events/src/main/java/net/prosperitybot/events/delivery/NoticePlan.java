package net.prosperitybot.events.delivery;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.levelups.ClaimedLevelUps;
import net.prosperitybot.common.levelups.LevelUp;

/** Which notice, if any, a member's level changes make. Pure. */
final class NoticePlan {
  /** Discord remembers a nonce for a few minutes only; after this a second message could appear. */
  private static final Duration SAFE_TO_REPEAT = Duration.ofMinutes(2);

  private NoticePlan() {}

  /** The notice to send, with the level change that it is about. */
  record Planned(LevelUp levelUp, Notice notice) {}

  /**
   * Plans.
   *
   * @param botId the bot that would send it
   * @param exists whether the server has a channel; where the one for level-ups is gone, they are
   *     told as a reply
   */
  static Optional<Planned> of(
      long botId, ClaimedLevelUps claimed, GuildSettings settings, LongPredicate exists) {
    return claimed
        .highestRise()
        .filter(rise -> claimed.levelNow() >= rise.newLevel())
        .filter(rise -> mayBeSent(botId, rise, claimed))
        .flatMap(rise -> notice(rise, settings, exists).map(notice -> new Planned(rise, notice)));
  }

  /** What another bot began to send may be there, and by us it would be there twice. */
  private static boolean mayBeSent(long botId, LevelUp rise, ClaimedLevelUps claimed) {
    return rise.noticeStartedAt()
        .map(
            start ->
                rise.noticeBotId().orElse(botId) == botId
                    && start.plus(SAFE_TO_REPEAT).isAfter(claimed.claimedAt()))
        .orElse(true);
  }

  private static Optional<Notice> notice(
      LevelUp rise, GuildSettings settings, LongPredicate exists) {
    return switch (settings.notice()) {
      case REPLY -> reply(rise);
      case CHANNEL -> {
        OptionalLong channel = settings.noticeChannelId();
        yield channel.isPresent() && exists.test(channel.getAsLong())
            ? inChannel(rise, channel)
            : reply(rise);
      }
      case DM -> Optional.of(new Notice.Direct(rise.member(), rise.newLevel(), nonce(rise)));
      case OFF -> Optional.empty();
    };
  }

  /** A change that no message made has nothing to reply to: then where it was asked for. */
  private static Optional<Notice> reply(LevelUp rise) {
    if (rise.channelId().isPresent() && rise.messageId().isPresent()) {
      return Optional.of(
          new Notice.Reply(
              rise.member(),
              rise.newLevel(),
              nonce(rise),
              rise.channelId().getAsLong(),
              rise.messageId().getAsLong()));
    }
    return inChannel(rise, rise.channelId());
  }

  private static Optional<Notice> inChannel(LevelUp rise, OptionalLong channelId) {
    return channelId.isPresent()
        ? Optional.of(
            new Notice.InChannel(
                rise.member(), rise.newLevel(), nonce(rise), channelId.getAsLong()))
        : Optional.empty();
  }

  /** 22 characters out of the row's own key; Discord takes up to 25. */
  private static String nonce(LevelUp rise) {
    byte[] key =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(rise.causeId())
            .putLong(rise.member().userId())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }
}
