package net.prosperitybot.demo.soak;

import java.util.stream.IntStream;

/**
 * How much is done.
 *
 * @param rate messages a second while nothing has to be waited for
 * @param servers in which people talk; each has more members than the one before
 * @param customers who have a bot of their own
 * @param troubles faults and replaced processes, one after the other
 * @param isLong whether it takes so long that nothing needs to be hurried
 */
record SoakSize(
    int messages,
    int interactions,
    int rate,
    int servers,
    int customers,
    int troubles,
    boolean isLong) {
  private static final int LONG_FROM = 20_000;
  private static final int MESSAGES_AN_INTERACTION = 50;
  private static final int FEWEST_INTERACTIONS = 100;
  private static final int FEWEST_TROUBLES = 3;
  private static final int SECONDS_A_TROUBLE = 25;
  private static final int SMALLEST_SERVER = 8;
  private static final double GROWTH = 1.6;

  /** What the run was asked for: {@code -Dsoak.messages} and so on; else what the suite does. */
  static SoakSize asked() {
    int messages =
        Integer.getInteger("soak.messages", Boolean.getBoolean("soak") ? 1_000_000 : 2_000);
    boolean isLong = messages >= LONG_FROM;
    int rate = Integer.getInteger("soak.rate", isLong ? 400 : 150);
    return new SoakSize(
        messages,
        Integer.getInteger(
            "soak.interactions", Math.max(FEWEST_INTERACTIONS, messages / MESSAGES_AN_INTERACTION)),
        rate,
        isLong ? 12 : 4,
        isLong ? 5 : 2,
        Integer.getInteger(
            "soak.troubles", Math.max(FEWEST_TROUBLES, messages / rate / SECONDS_A_TROUBLE)),
        isLong);
  }

  /** How many members a server has at first, without its owner and the bots. */
  int membersOf(int server) {
    return (int) Math.round(SMALLEST_SERVER * Math.pow(GROWTH, server));
  }

  int members() {
    return IntStream.range(0, servers).map(this::membersOf).sum();
  }

  /** How often somebody joins or leaves. */
  int comings() {
    return Math.max(10, messages / 200);
  }

  /** How often the main bot leaves a server; it is added again each time. */
  int botTrips() {
    return Math.max(1, messages / 40_000);
  }

  /** How often the processes' sizes are looked at. */
  int measures() {
    return isLong ? 8 : 4;
  }

  /** How often a customer does something with their bot, after the setup. */
  int customerWishes() {
    return customers * (isLong ? Math.max(3, messages / 50_000) : 1);
  }
}
