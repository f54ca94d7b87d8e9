package net.prosperitybot.worker.settings;

import java.util.OptionalLong;
import net.prosperitybot.common.guilds.NoticeKind;

/** Where level-ups are told, in words without a full stop. */
final class NoticeWords {
  private NoticeWords() {}

  static String of(NoticeKind kind, OptionalLong channelId) {
    return switch (kind) {
      case REPLY -> "Level-ups are told in reply to the message that earned them";
      case CHANNEL ->
          channelId.isPresent()
              ? "Level-ups are told in <#" + channelId.getAsLong() + ">"
              : "Level-ups are told in a channel";
      case DM -> "Level-ups are told to the member alone, by direct message";
      case OFF -> "Level-ups are not told";
    };
  }
}
