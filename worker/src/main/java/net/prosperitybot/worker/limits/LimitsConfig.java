package net.prosperitybot.worker.limits;

import net.prosperitybot.common.config.ConfigReader;

/**
 * The limits of one worker; several workers each have their own.
 *
 * @param memberPerMinute commands and clicks of one user; as many at once, then evenly; 0 for any
 * @param serverPerMinute those of one server together, likewise
 * @param handlersAtOnce calls that are worked on, also after a deferred answer
 * @param requestsAtOnce requests under way, before anything of them is looked at
 * @param connections open connections; more are closed as they come
 */
public record LimitsConfig(
    int memberPerMinute,
    int serverPerMinute,
    int handlersAtOnce,
    int requestsAtOnce,
    int connections) {
  private static final int MOST_PER_MINUTE = 1_000_000;
  private static final int MOST_AT_ONCE = 100_000;

  /** What an operator gets who sets nothing. */
  public static final LimitsConfig DEFAULT = new LimitsConfig(30, 600, 500, 1_000, 20_000);

  /** Reads the settings. */
  public static LimitsConfig read(ConfigReader read) {
    return new LimitsConfig(
        read.integer("COMMANDS_PER_MEMBER", DEFAULT.memberPerMinute, 0, MOST_PER_MINUTE),
        read.integer("COMMANDS_PER_SERVER", DEFAULT.serverPerMinute, 0, MOST_PER_MINUTE),
        read.integer("COMMANDS_AT_ONCE", DEFAULT.handlersAtOnce, 1, MOST_AT_ONCE),
        read.integer("REQUESTS_AT_ONCE", DEFAULT.requestsAtOnce, 1, MOST_AT_ONCE),
        read.integer("CONNECTIONS", DEFAULT.connections, 1, MOST_AT_ONCE));
  }

  /** The same without a limit for members and servers. */
  public LimitsConfig withoutRates() {
    return new LimitsConfig(0, 0, handlersAtOnce, requestsAtOnce, connections);
  }
}
