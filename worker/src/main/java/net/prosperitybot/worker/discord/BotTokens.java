package net.prosperitybot.worker.discord;

import java.util.Optional;
import net.prosperitybot.common.config.Secret;

/** Which token goes with which bot, so that a bot's calls are made under its own name. */
@FunctionalInterface
public interface BotTokens {

  /** The token of the bot with this application id; empty when it is none of ours. */
  Optional<Secret> of(long botId);
}
