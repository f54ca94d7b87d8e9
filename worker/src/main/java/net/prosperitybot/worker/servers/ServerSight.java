package net.prosperitybot.worker.servers;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.discord.BotTokens;
import net.prosperitybot.worker.discord.ChannelInfo;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at servers through the eyes of the bot that serves them: each call is made with that bot's
 * token. Where none serves yet, the bot that was called looks.
 */
public final class ServerSight {
  /** Threads are not in a server's list of channels; so many are looked at one by one. */
  public static final int MOST_SINGLE_LOOKS = 10;

  private static final Logger log = LoggerFactory.getLogger(ServerSight.class);

  private final DiscordRest discord;
  private final BotTokens tokens;
  private final GuildSettingsStore settings;

  public ServerSight(DiscordRest discord, BotTokens tokens, GuildSettingsStore settings) {
    this.discord = discord;
    this.tokens = tokens;
    this.settings = settings;
  }

  /** How the bot stands in the server; out of reach when it is not in there. */
  public Sight<BotStanding> standing(long guildId, ServingBot called) {
    return look(
        guildId,
        called,
        (token, botId) ->
            new BotStanding(
                botId,
                discord.server(token, guildId),
                discord.rolesOfMember(token, guildId, botId)));
  }

  /** A channel, empty when it is gone; out of reach when the bot may not view it. */
  public Sight<Optional<ChannelInfo>> channel(long guildId, ServingBot called, long channelId) {
    return look(guildId, called, (token, botId) -> channel(token, channelId));
  }

  private Optional<ChannelInfo> channel(Secret token, long channelId) throws InterruptedException {
    try {
      return Optional.of(discord.channel(token, channelId));
    } catch (DiscordException e) {
      if (e.isUnknownChannel()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Of some channels those that are gone.
   *
   * @param ids those that certainly are: Discord knows them no more
   * @param unchecked how many more may be, but were too many to look at
   */
  public record GoneChannels(Set<Long> ids, int unchecked) {
    public GoneChannels {
      ids = Set.copyOf(ids);
    }
  }

  /** Those of these channels that are gone. */
  public Sight<GoneChannels> goneChannels(
      long guildId, ServingBot called, Collection<Long> channelIds) {
    return look(
        guildId,
        called,
        (token, botId) -> {
          Set<Long> unlisted = new HashSet<>(channelIds);
          unlisted.removeAll(discord.channelsOf(token, guildId));
          Set<Long> gone = new HashSet<>();
          for (long channelId : unlisted.stream().sorted().limit(MOST_SINGLE_LOOKS).toList()) {
            if (isGone(token, channelId)) {
              gone.add(channelId);
            }
          }
          return new GoneChannels(gone, Math.max(0, unlisted.size() - MOST_SINGLE_LOOKS));
        });
  }

  private boolean isGone(Secret token, long channelId) throws InterruptedException {
    try {
      return channel(token, channelId).isEmpty();
    } catch (DiscordException e) {
      if (e.isOutOfReach()) {
        return false;
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Look<T> {
    T with(Secret token, long botId) throws InterruptedException;
  }

  private <T> Sight<T> look(long guildId, ServingBot called, Look<T> look) {
    long botId = settings.load(guildId).servingBotId().orElse(called.id());
    Optional<Secret> token = tokens.of(botId);
    if (token.isEmpty()) {
      log.warn("There is no token for bot {}, which serves server {}", botId, guildId);
      return new Sight.NoToken<>();
    }
    try {
      return new Sight.Seen<>(look.with(token.get(), botId));
    } catch (DiscordException e) {
      if (e.isOutOfReach()) {
        return new Sight.OutOfReach<>();
      }
      log.warn("Discord was asked in vain: {}", e.getMessage());
      if (e.isTokenRefused()) {
        return new Sight.NoToken<>();
      }
      return new Sight.NoAnswer<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stopped before Discord answered", e);
    }
  }
}
