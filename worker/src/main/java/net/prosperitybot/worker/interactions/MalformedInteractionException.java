package net.prosperitybot.worker.interactions;

/** A signed body that is not an interaction as Discord documents it; the message says where. */
public final class MalformedInteractionException extends RuntimeException {
  MalformedInteractionException(String message) {
    super(message);
  }

  MalformedInteractionException(String message, Throwable cause) {
    super(message, cause);
  }
}
