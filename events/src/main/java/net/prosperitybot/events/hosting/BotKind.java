package net.prosperitybot.events.hosting;

import java.util.Locale;

/** Which of our bots one is. */
public enum BotKind {
  /** The operator's own: without it the service is of no use. */
  MAIN,
  /** A customer's. */
  BRANDED;

  /** Its name in metrics. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
