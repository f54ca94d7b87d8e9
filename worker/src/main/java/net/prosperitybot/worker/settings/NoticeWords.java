package net.prosperitybot.worker.settings;

import java.util.OptionalLong;
import net.prosperitybot.common.guilds.NoticeKind;

/** Where level-ups are told, in words without a full stop. */
final class NoticeWords {
  private NoticeWords() {}

  /** As a sentence. */
  static String of(NoticeKind kind, OptionalLong channelId) {
    return switch (kind) {
      case REPLY, CHANNEL, DM -> "Level-ups are told " + where(kind, channelId);
      case OFF -> "Level-ups are not told";
    };
  }

  /** The place alone. */
  static String where(NoticeKind kind, OptionalLong channelId) {
    return switch (kind) {
      case REPLY -> "in reply to the message that earned them";
      case CHANNEL ->
          channelId.isPresent() ? "in <#" + channelId.getAsLong() + ">" : "in a channel";
      case DM -> "to the member alone, by direct message";
      case OFF -> "nowhere";
    };
  }
}
