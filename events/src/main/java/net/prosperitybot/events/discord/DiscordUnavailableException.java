package net.prosperitybot.events.discord;

import org.jspecify.annotations.Nullable;

/** Discord did not do what was asked, and may do it later. */
public final class DiscordUnavailableException extends RuntimeException {
  private final boolean beforeSending;

  /** It is not known whether it was done all the same. */
  public DiscordUnavailableException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private DiscordUnavailableException(
      String message, @Nullable Throwable cause, boolean beforeSending) {
    super(message, cause);
    this.beforeSending = beforeSending;
  }

  /** It was certainly not done: nothing was sent. */
  public static DiscordUnavailableException beforeSending(
      String message, @Nullable Throwable cause) {
    return new DiscordUnavailableException(message, cause, true);
  }

  /** Whether it was certainly not done. */
  public boolean isBeforeSending() {
    return beforeSending;
  }
}
