package net.prosperitybot.worker.bots;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Where bots are known. */
public interface BotSource {

  /** Those of these application ids that there are. May ask the database. */
  Map<Long, RegisteredBot> find(Collection<Long> botIds);

  /** The application ids of all that there are. May ask the database. */
  Set<Long> ids();
}
