package net.prosperitybot.common.guilds;

import java.util.Locale;

/** Where a server wants level-ups told. */
public enum NoticeKind {
  /** As a reply to the message that earned the level. */
  REPLY,
  /** In one channel of the server. */
  CHANNEL,
  /** To the member alone, by direct message. */
  DM,
  /** Nowhere. */
  OFF;

  /** The form in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static NoticeKind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
