package net.prosperitybot.simulator.world;

/** The kinds of channel, with Discord's number of each. */
public enum ChannelType {
  TEXT(0),
  DM(1),
  VOICE(2),
  CATEGORY(4),
  ANNOUNCEMENT(5),
  ANNOUNCEMENT_THREAD(10),
  PUBLIC_THREAD(11),
  PRIVATE_THREAD(12),
  STAGE(13),
  FORUM(15);

  private final int number;

  ChannelType(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public boolean thread() {
    return this == ANNOUNCEMENT_THREAD || this == PUBLIC_THREAD || this == PRIVATE_THREAD;
  }

  /** True where messages can be written. */
  public boolean takesMessages() {
    return this != CATEGORY && this != FORUM;
  }
}
