package net.prosperitybot.common.levelroles;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.database.schema.tables.records.JobsRecord;
import net.prosperitybot.common.jobs.JobKind;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.jobs.NewJob;
import net.prosperitybot.common.jobs.ProgressPlace;
import org.jooq.DSLContext;

/** Asks for the jobs that make the level roles of a server's members right. */
public final class RoleReconciles {
  /** The level from which on members are looked at. */
  public static final String FROM_LEVEL = "from_level";

  /** The role that was the reason, for those who read of it. */
  public static final String ROLE_ID = "role_id";

  private RoleReconciles() {}

  /**
   * Asks, as a part of the caller's transaction, that every present member from a level on gets the
   * roles they should hold. What nobody has begun yet and covers this is enough, unless somebody
   * wants to see the progress. Roles that could not be given are tried again.
   *
   * @param causeId the snowflake of what makes it necessary
   */
  public static void ask(
      DSLContext tx,
      long guildId,
      long causeId,
      int fromLevel,
      OptionalLong roleId,
      Optional<ProgressPlace> place) {
    tx.update(LEVEL_ROLES)
        .set(LEVEL_ROLES.REFUSED_COUNT, 0)
        .where(LEVEL_ROLES.GUILD_ID.eq(guildId))
        .and(LEVEL_ROLES.LEVEL.ge(fromLevel))
        .and(LEVEL_ROLES.REFUSED_COUNT.gt(0))
        .execute();
    if (place.isPresent() || !reliesOnWaiting(tx, guildId, fromLevel)) {
      Map<String, Long> parameters = new HashMap<>();
      parameters.put(FROM_LEVEL, (long) fromLevel);
      roleId.ifPresent(role -> parameters.put(ROLE_ID, role));
      JobStore.enqueue(tx, new NewJob(guildId, causeId, JobKind.ROLE_RECONCILE, parameters, place));
    }
  }

  /**
   * The lock keeps such a job from being begun before the caller's changes are committed. On
   * another node of a cluster it holds nothing, so the job is changed a little, too: of two changes
   * of one row only one passes.
   */
  private static boolean reliesOnWaiting(DSLContext tx, long guildId, int fromLevel) {
    Optional<JobsRecord> waiting =
        tx
            .selectFrom(JOBS)
            .where(JOBS.GUILD_ID.eq(guildId))
            .and(JOBS.KIND.eq(JobKind.ROLE_RECONCILE.key()))
            .forUpdate()
            .fetch()
            .stream()
            .filter(job -> job.getStartedAt() == null && job.getLeaseOwner() == null)
            .filter(job -> fromLevel(job) <= fromLevel)
            .findFirst();
    waiting.ifPresent(
        job ->
            tx.execute(
                "UPDATE jobs SET due_at = due_at + INTERVAL 1000 MICROSECOND"
                    + " WHERE guild_id = ? AND id = ?",
                guildId,
                job.getId()));
    return waiting.isPresent();
  }

  private static long fromLevel(JobsRecord job) {
    return JobStore.parameters(job.getParameters()).getOrDefault(FROM_LEVEL, Long.MAX_VALUE);
  }
}
