package net.prosperitybot.worker.discord;

import java.util.Arrays;

/**
 * Discord's kinds of channels, in the order of their numbers.
 *
 * <p>Source: Discord's developer documentation, channel types.
 */
public enum ChannelKind {
  TEXT(0),
  DIRECT(1),
  VOICE(2),
  GROUP(3),
  CATEGORY(4),
  ANNOUNCEMENT(5),
  ANNOUNCEMENT_THREAD(10),
  PUBLIC_THREAD(11),
  PRIVATE_THREAD(12),
  STAGE(13),
  DIRECTORY(14),
  FORUM(15),
  MEDIA(16),
  /** One that Discord has added since. */
  UNKNOWN(-1);

  private final int number;

  ChannelKind(int number) {
    this.number = number;
  }

  /** As Discord writes it. */
  public int number() {
    return number;
  }

  public static ChannelKind of(int number) {
    return Arrays.stream(values())
        .filter(kind -> kind.number == number)
        .findFirst()
        .orElse(UNKNOWN);
  }
}
