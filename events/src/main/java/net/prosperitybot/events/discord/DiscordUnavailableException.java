package net.prosperitybot.events.discord;

import org.jspecify.annotations.Nullable;

/** Discord did not do what was asked, and may do it later. */
public final class DiscordUnavailableException extends RuntimeException {
  public DiscordUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
