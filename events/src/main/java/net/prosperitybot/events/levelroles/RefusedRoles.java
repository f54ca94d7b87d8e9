package net.prosperitybot.events.levelroles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.discord.RoleActions.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Level roles that could not be given: they are marked with their rules, and when the order of
 * roles or a permission changes, those that can be given now are made up for, by one job from the
 * lowest of them.
 *
 * <p>A role that Discord refuses {@value #MOST_REFUSALS} times in a row, though by what the session
 * knows it could be given, is given up until such a change, a new job or ten minutes later: too
 * many refused requests ban an address. That is remembered for {@value #MOST_SERVERS} servers at
 * most.
 */
public final class RefusedRoles {
  private static final int MOST_REFUSALS = 3;
  private static final int MOST_SERVERS = 10_000;
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Logger log = LoggerFactory.getLogger(RefusedRoles.class);

  private final long botId;
  private final Database database;
  private final GuildSettingsStore settings;
  private final LevelRoleStore rules;
  private final RoleActions discord;
  private final OrderedWrites writes;
  private final LongConsumer jobAskedFor;
  private final InstantSource clock;

  /** Servers whose look is on its way: one move of a role makes an event for each role passed. */
  private final Set<Long> asked = ConcurrentHashMap.newKeySet();

  /** By server and role, how often in a row Discord itself has said no. */
  private final Cache<Long, Map<Long, Integer>> refusals;

  /**
   * A watch.
   *
   * @param jobAskedFor is told of a server in which there is a new job
   */
  public RefusedRoles(
      long botId,
      Database database,
      RoleActions discord,
      OrderedWrites writes,
      LongConsumer jobAskedFor,
      InstantSource clock,
      Ticker ticker) {
    this.botId = botId;
    this.database = database;
    this.settings = new GuildSettingsStore(database);
    this.rules = new LevelRoleStore(database);
    this.discord = discord;
    this.writes = writes;
    this.jobAskedFor = jobAskedFor;
    this.clock = clock;
    this.refusals =
        Caffeine.newBuilder()
            .maximumSize(MOST_SERVERS)
            .expireAfterWrite(MEMORY)
            .ticker(ticker)
            .build();
  }

  /** Whether Discord has refused the role so often that it is not tried for now. */
  boolean isGivenUp(long guildId, long roleId) {
    return refusalsOf(guildId).getOrDefault(roleId, 0) >= MOST_REFUSALS;
  }

  /** Discord said no. */
  void refused(long guildId, long roleId) {
    refusals
        .asMap()
        .merge(
            guildId,
            Map.of(roleId, 1),
            (before, one) -> {
              Map<Long, Integer> after = new HashMap<>(before);
              after.merge(roleId, 1, Integer::sum);
              return Map.copyOf(after);
            });
  }

  /** Discord said yes. */
  void given(long guildId, long roleId) {
    if (refusalsOf(guildId).containsKey(roleId)) {
      refusals
          .asMap()
          .computeIfPresent(
              guildId,
              (guild, before) -> {
                Map<Long, Integer> after = new HashMap<>(before);
                after.remove(roleId);
                return Map.copyOf(after);
              });
    }
  }

  /** What was given up in a server is tried again. */
  void tryAgain(long guildId) {
    refusals.invalidate(guildId);
  }

  private Map<Long, Integer> refusalsOf(long guildId) {
    Map<Long, Integer> known = refusals.getIfPresent(guildId);
    return known == null ? Map.of() : known;
  }

  /** Marks a role that Discord refuses though it is in reach. Waits for the database. */
  void markRefused(long guildId, long roleId) {
    rules.refused(guildId, roleId);
  }

  /**
   * Marks a role that is out of reach. Waits for the database.
   *
   * @throws DiscordUnavailableException when the server is out of reach; it is marked then
   */
  void markOutOfReach(long guildId, long roleId) {
    rules.refused(guildId, roleId);
    // What brought it into reach while it was being marked did not find the mark.
    if (discord.reach(guildId, roleId) == Reach.FREE) {
      mayBeGivenNow(guildId);
    }
  }

  /** Something changed in the server by which a role may be in reach now. Never waits. */
  public void mayBeGivenNow(long guildId) {
    tryAgain(guildId);
    if (asked.add(guildId)) {
      long causeId = Snowflake.firstAt(clock.instant());
      boolean taken =
          writes.submit(
              guildId,
              () -> {
                asked.remove(guildId);
                askForThoseInReach(guildId, causeId);
              });
      if (!taken) {
        asked.remove(guildId);
      }
    }
  }

  private void askForThoseInReach(long guildId, long causeId) {
    OptionalInt lowest = lowestInReach(guildId);
    if (lowest.isPresent() && settings.load(guildId).servingBotId().orElse(0) == botId) {
      database.transaction(
          tx -> {
            RoleReconciles.ask(
                tx, guildId, causeId, lowest.getAsInt(), OptionalLong.empty(), Optional.empty());
            return causeId;
          });
      jobAskedFor.accept(guildId);
    }
  }

  private OptionalInt lowestInReach(long guildId) {
    try {
      return rules.refusedRules(guildId).stream()
          .filter(rule -> discord.reach(guildId, rule.roleId()) == Reach.FREE)
          .mapToInt(LevelRole::level)
          .min();
    } catch (DiscordUnavailableException e) {
      // It is looked at again when the server is back.
      log.debug("Server {} is out of reach", guildId);
      return OptionalInt.empty();
    }
  }
}
