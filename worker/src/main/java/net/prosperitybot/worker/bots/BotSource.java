package net.prosperitybot.worker.bots;

import java.util.Map;
import java.util.Set;

/** Where bots are known. */
public interface BotSource {

  /** All that there are, by application id. May ask the database. */
  Map<Long, RegisteredBot> all();

  /** Their application ids alone. May ask the database. */
  Set<Long> ids();
}
