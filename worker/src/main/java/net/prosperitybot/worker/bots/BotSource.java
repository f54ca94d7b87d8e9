package net.prosperitybot.worker.bots;

import java.util.Optional;
import java.util.Set;

/** Where bots are known. */
public interface BotSource {

  /** The bot with this application id; empty when there is none. May ask the database. */
  Optional<RegisteredBot> find(long botId);

  /** The application ids of all that there are. May ask the database. */
  Set<Long> ids();
}
