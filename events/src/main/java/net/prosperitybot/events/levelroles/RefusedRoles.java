package net.prosperitybot.events.levelroles;

import java.time.InstantSource;
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
 * Level roles that could not be given: when the order of roles or a permission changes, those that
 * can be given now are made up for, by one job from the lowest of them. Never waits.
 */
public final class RefusedRoles {
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
      InstantSource clock) {
    this.botId = botId;
    this.database = database;
    this.settings = new GuildSettingsStore(database);
    this.rules = new LevelRoleStore(database);
    this.discord = discord;
    this.writes = writes;
    this.jobAskedFor = jobAskedFor;
    this.clock = clock;
  }

  /** Something changed in the server by which a role may be in reach now. */
  public void mayBeGivenNow(long guildId) {
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
