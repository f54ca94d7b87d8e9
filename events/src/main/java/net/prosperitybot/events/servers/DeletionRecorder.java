package net.prosperitybot.events.servers;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.guilds.GuildReferences;
import net.prosperitybot.common.guilds.GuildReferences.Kind;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.IgnoreLists;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.events.background.OrderedWrites;
import org.jooq.DSLContext;

/**
 * Takes out of a server's settings the roles and channels that are deleted. Called on the gateway's
 * thread too; never waits.
 */
public final class DeletionRecorder {
  /** A snowflake's bits below its time. */
  private static final long BELOW_TIME = 0x3F_FFFF;

  private final Database database;
  private final GuildReferences references;
  private final OrderedWrites writes;
  private final LongConsumer jobAskedFor;
  private final InstantSource clock;

  /**
   * A recorder.
   *
   * @param jobAskedFor is told of a server in which there is a new job
   */
  public DeletionRecorder(
      Database database, OrderedWrites writes, LongConsumer jobAskedFor, InstantSource clock) {
    this.database = database;
    this.references = new GuildReferences(database);
    this.writes = writes;
    this.jobAskedFor = jobAskedFor;
    this.clock = clock;
  }

  /**
   * A role is gone: its rule and its ignoring go. Where a member holds one level role only, those
   * who had it by their level are looked at again, for a lower one comes back.
   */
  public void roleDeleted(long guildId, long roleId) {
    // Once and here, so that a write that runs twice asks for one job.
    long causeId = Snowflake.firstAt(clock.instant()) | (roleId & BELOW_TIME);
    writes.submit(
        guildId,
        () -> {
          if (references.names(guildId, Kind.ROLE, roleId)
              && database.transaction(tx -> removeRole(tx, guildId, roleId, causeId))) {
            jobAskedFor.accept(guildId);
          }
        });
  }

  /** Returns whether a job was asked for. */
  private static boolean removeRole(DSLContext tx, long guildId, long roleId, long causeId) {
    IgnoreLists.removeRole(tx, guildId, roleId);
    Optional<LevelRole> rule = LevelRoleStore.remove(tx, guildId, roleId);
    if (rule.isEmpty() || GuildSettingsStore.roleMode(tx, guildId) == RoleMode.STACK) {
      return false;
    }
    RoleReconciles.ask(
        tx, guildId, causeId, rule.get().level(), OptionalLong.empty(), Optional.empty());
    return true;
  }

  /** A channel, category or thread is gone. */
  public void channelDeleted(long guildId, long channelId) {
    writes.submit(
        guildId,
        () -> {
          // Threads are deleted all the time; a look costs less than a change that changes nothing.
          if (references.names(guildId, Kind.CHANNEL, channelId)) {
            database.transaction(
                tx -> {
                  GuildReferences.channelDeleted(tx, guildId, channelId);
                  return channelId;
                });
          }
        });
  }
}
