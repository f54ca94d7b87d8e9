package net.prosperitybot.common.tokens;

/** A sealed token that this process can't open. Says why in words, and nothing of the token. */
public final class UnreadableTokenException extends RuntimeException {
  public UnreadableTokenException(String message) {
    super(message);
  }
}
