package net.prosperitybot.worker.commands;

/**
 * What a member needs by default to see a command; a server's admins may decide otherwise in
 * Discord.
 */
public enum Permission {
  ADMINISTRATOR(1L << 3),
  MANAGE_SERVER(1L << 5);

  private final long bit;

  Permission(long bit) {
    this.bit = bit;
  }

  /** As Discord writes bit sets. */
  String wireForm() {
    return Long.toString(bit);
  }
}
