package net.prosperitybot.worker.bots;

import java.util.Optional;

/** Where bots are known. */
@FunctionalInterface
public interface BotSource {

  /** The bot with this application id; empty when we have none. May ask the database. */
  Optional<RegisteredBot> find(long botId);
}
