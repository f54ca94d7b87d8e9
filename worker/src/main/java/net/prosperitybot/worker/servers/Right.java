package net.prosperitybot.worker.servers;

/** Discord's permissions that the bot needs for something. */
public enum Right {
  ADMINISTRATOR(3, "Administrator"),
  VIEW_CHANNEL(10, "View Channel"),
  SEND_MESSAGES(11, "Send Messages"),
  CONNECT(20, "Connect"),
  MANAGE_ROLES(28, "Manage Roles");

  private final long bit;
  private final String label;

  Right(int shift, String label) {
    this.bit = 1L << shift;
    this.label = label;
  }

  /** As Discord's settings call it. */
  public String label() {
    return label;
  }

  boolean isIn(long permissions) {
    return (permissions & bit) != 0;
  }
}
