package net.prosperitybot.common.alerts;

/** Discord does not let us write to the owner. */
public final class OwnerUnreachableException extends RuntimeException {
  public OwnerUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
