package net.prosperitybot.common.alerts;

/** Writes to the owner. */
@FunctionalInterface
public interface OwnerMessenger {

  /**
   * Sends a direct message; throws whatever it likes when that may succeed later.
   *
   * @param text Discord's markdown, at most 2,000 characters; pings nobody
   * @throws OwnerUnreachableException when Discord says that it will not be taken
   */
  void send(String text) throws InterruptedException;
}
