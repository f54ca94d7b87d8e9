package net.prosperitybot.worker.commands;

/**
 * A call does not keep to the command's definition: Discord has an older one, or a newer one that
 * another release of the worker has registered.
 */
public final class OutdatedCallException extends RuntimeException {
  public OutdatedCallException(String message) {
    super(message);
  }
}
