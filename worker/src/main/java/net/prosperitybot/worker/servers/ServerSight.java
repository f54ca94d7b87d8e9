package net.prosperitybot.worker.servers;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.worker.discord.BotTokens;
import net.prosperitybot.worker.discord.ChannelInfo;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at servers with a bot's own eyes: each call is made with that bot's token. */
public final class ServerSight {
  /** Threads are not in a server's list of channels; so many are looked at one by one. */
  private static final int MOST_SINGLE_LOOKS = 10;

  private static final Logger log = LoggerFactory.getLogger(ServerSight.class);

  private final DiscordRest discord;
  private final BotTokens tokens;

  public ServerSight(DiscordRest discord, BotTokens tokens) {
    this.discord = discord;
    this.tokens = tokens;
  }

  /** How the bot stands in the server; out of reach when it is not in there. */
  public Sight<BotStanding> standing(long botId, long guildId) {
    return look(
        botId,
        token ->
            new BotStanding(
                botId,
                discord.server(token, guildId),
                discord.rolesOfMember(token, guildId, botId)));
  }

  /** A channel; out of reach when it is gone or the bot may not view it. */
  public Sight<ChannelInfo> channel(long botId, long channelId) {
    return look(botId, token -> discord.channel(token, channelId));
  }

  /** Those of these channels that are certainly gone. */
  public Sight<Set<Long>> goneChannels(long botId, long guildId, Collection<Long> channelIds) {
    return look(
        botId,
        token -> {
          Set<Long> unlisted = new HashSet<>(channelIds);
          unlisted.removeAll(discord.channelsOf(token, guildId));
          Set<Long> gone = new HashSet<>();
          for (long channelId : unlisted.stream().sorted().limit(MOST_SINGLE_LOOKS).toList()) {
            if (isGone(token, channelId)) {
              gone.add(channelId);
            }
          }
          return gone;
        });
  }

  private boolean isGone(Secret token, long channelId) throws InterruptedException {
    try {
      discord.channel(token, channelId);
      return false;
    } catch (DiscordException e) {
      if (e.isOutOfReach()) {
        return e.isUnknownChannel();
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Look<T> {
    T with(Secret token) throws InterruptedException;
  }

  private <T> Sight<T> look(long botId, Look<T> look) {
    Optional<Secret> token = tokens.of(botId);
    if (token.isEmpty()) {
      return new Sight.OutOfReach<>();
    }
    try {
      return new Sight.Seen<>(look.with(token.get()));
    } catch (DiscordException e) {
      if (e.isOutOfReach()) {
        return new Sight.OutOfReach<>();
      }
      log.warn("Discord was asked in vain: {}", e.getMessage());
      return new Sight.NoAnswer<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stopped before Discord answered", e);
    }
  }
}
