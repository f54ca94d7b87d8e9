package net.prosperitybot.events.hosting;

/** Discord does not know the token: it was reset, mistyped, or its application deleted. */
public final class TokenRefusedException extends RuntimeException {
  public TokenRefusedException() {
    super(
        "Discord refuses the bot's token. Copy it again from the application's Bot page in the"
            + " Developer Portal.");
  }
}
