package net.prosperitybot.common.jobs;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.JOB_FAILURES;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.database.schema.tables.records.JobsRecord;
import net.prosperitybot.common.shards.BotShards;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The durable jobs, {@code jobs}.
 *
 * <p>A server's jobs are done one at a time, lowest id first: only the first can be claimed. A
 * claim is a compare-and-set of the lease by the database's clock; who dies frees the job when the
 * lease ends, and the next goes on from the saved position. Only the holder may change a job. A
 * server whose first job is of a kind that only a newer release knows is left to that release.
 */
public final class JobStore {
  /** How long the answer to an interaction has for arriving before a job edits it. */
  private static final Duration HEAD_START = Duration.ofSeconds(3);

  /** Jobs of other kinds are a newer release's. */
  private static final String KNOWN_KINDS =
      Arrays.stream(JobKind.values())
          .map(kind -> "'" + kind.key() + "'")
          .collect(Collectors.joining(", "));

  private static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", JOBS.DUE_AT.getDataType());

  private final Database database;

  public JobStore(Database database) {
    this.database = database;
  }

  /**
   * What a server is working on.
   *
   * @param started whether somebody has begun
   */
  public record Running(JobKind kind, JobCounts counts, boolean started) {}

  /**
   * Asks for work in the caller's transaction; the same id a second time changes nothing. A job
   * with a place is due a little later: the answer that it edits must be there first.
   */
  public static void enqueue(DSLContext tx, NewJob job) {
    tx.execute(
        """
        INSERT INTO jobs (guild_id, id, kind, parameters, progress_application_id, progress_token,
                          progress_until, created_at, due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)
        ON DUPLICATE KEY UPDATE id = jobs.id
        """,
        job.guildId(),
        job.id(),
        job.kind().key(),
        written(job.parameters()),
        job.place().map(ProgressPlace::applicationId).orElse(null),
        job.place().map(place -> place.token().reveal()).orElse(null),
        DSL.val(job.place().map(ProgressPlace::until).orElse(null), JOBS.PROGRESS_UNTIL),
        job.place().map(place -> HEAD_START).orElse(Duration.ZERO).toSeconds());
  }

  /**
   * Servers that these bots serve and whose first job is due, by bot, longest due first.
   *
   * @param mostOfEach so many servers of each bot, so that one with much to do keeps none from
   *     theirs
   */
  public Map<Long, List<Long>> due(Collection<BotShards> bots, int mostOfEach) {
    return bots.isEmpty()
        ? Map.of()
        : database
            .dsl()
            .resultQuery(
                """
                SELECT t.guild_id, t.serving_bot_id
                FROM (SELECT j.guild_id, g.serving_bot_id, ROW_NUMBER() OVER
                               (PARTITION BY g.serving_bot_id ORDER BY j.due_at) AS place
                      FROM jobs j JOIN guilds g ON g.id = j.guild_id
                      WHERE j.due_at <= UTC_TIMESTAMP(3)
                        AND (j.lease_until IS NULL OR j.lease_until < UTC_TIMESTAMP(3))
                        AND j.id = (SELECT MIN(f.id) FROM jobs f WHERE f.guild_id = j.guild_id)
                        AND j.kind IN (%s)
                        AND %s) t
                WHERE t.place <= ?
                ORDER BY t.place
                """
                    .formatted(KNOWN_KINDS, BotShards.serving(bots)),
                mostOfEach)
            .coerce(JOBS.GUILD_ID, GUILDS.SERVING_BOT_ID)
            .fetchGroups(row -> Objects.requireNonNull(row.value2()), row -> row.value1());
  }

  /**
   * Takes the server's first job for a while.
   *
   * @param owner the claim, unique to it; its own claim it gets again
   * @return empty when there is none, it is not due, somebody holds it, or its kind is not known
   */
  public Optional<Job> claim(long guildId, String owner, Duration lease) {
    return database.transaction(
        tx -> {
          Instant now = tx.select(NOW).fetchSingle().value1();
          JobsRecord first =
              tx.selectFrom(JOBS)
                  .where(JOBS.GUILD_ID.eq(guildId))
                  .orderBy(JOBS.ID)
                  .limit(1)
                  .forUpdate()
                  .fetchOne();
          Optional<JobKind> kind = kindOf(first);
          if (first == null || kind.isEmpty() || !isClaimable(first, owner, now)) {
            return Optional.empty();
          }
          tx.update(JOBS)
              .set(JOBS.LEASE_OWNER, owner)
              .set(JOBS.LEASE_UNTIL, now.plus(lease))
              .where(JOBS.GUILD_ID.eq(guildId))
              .and(JOBS.ID.eq(first.getId()))
              .execute();
          return Optional.of(job(first, kind.get(), owner, now));
        });
  }

  private static Optional<JobKind> kindOf(@Nullable JobsRecord job) {
    return job == null ? Optional.empty() : JobKind.find(job.getKind());
  }

  private static boolean isClaimable(JobsRecord job, String owner, Instant now) {
    if (owner.equals(job.getLeaseOwner())) {
      return true;
    }
    Instant heldUntil = job.getLeaseUntil();
    return !job.getDueAt().isAfter(now) && (heldUntil == null || heldUntil.isBefore(now));
  }

  /**
   * Records that the work begins and how much it is; only the first time counts.
   *
   * @return false when the lease was lost
   */
  public boolean start(Job job, long total) {
    return database.transaction(
        tx -> {
          tx.update(JOBS)
              .set(JOBS.TOTAL, total)
              .set(JOBS.STARTED_AT, NOW)
              .where(held(job))
              .and(JOBS.STARTED_AT.isNull())
              .execute();
          return tx.fetchExists(JOBS, held(job));
        });
  }

  /**
   * Saves how far the work is, and keeps the job for another lease. Who has come further begins to
   * count failures anew.
   *
   * @param failures members who failed since the last time
   * @return false when the lease was lost: then nothing was saved, and nothing more may be done
   */
  public boolean progress(
      Job job, long position, JobCounts counts, Collection<JobFailure> failures, Duration lease) {
    return database.transaction(
        tx -> {
          int saved =
              tx.execute(
                  """
                  UPDATE jobs
                  SET attempts = IF(position < ?, 0, attempts),
                      position = ?, done = ?, changed = ?, failed = ?,
                      lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND,
                      progress_token = IF(progress_until < UTC_TIMESTAMP(3), NULL, progress_token)
                  WHERE guild_id = ? AND id = ? AND lease_owner = ?
                  """,
                  position,
                  position,
                  counts.done(),
                  counts.changed(),
                  counts.failed(),
                  lease.toSeconds(),
                  job.guildId(),
                  job.id(),
                  job.owner());
          if (saved == 0) {
            return false;
          }
          write(tx, job, failures);
          return true;
        });
  }

  private static void write(DSLContext tx, Job job, Collection<JobFailure> failures) {
    if (failures.isEmpty()) {
      return;
    }
    MultiRow rows = new MultiRow("guild_id", "job_id", "user_id", "reason");
    failures.forEach(
        failure -> rows.add(job.guildId(), job.id(), failure.userId(), failure.reason()));
    rows.execute(
        tx,
        """
        INSERT INTO job_failures (guild_id, job_id, user_id, reason)
        SELECT t.guild_id, t.job_id, t.user_id, t.reason FROM {rows}
        ON DUPLICATE KEY UPDATE reason = t.reason
        """);
  }

  /** The work is done: the job and its failures go. */
  public void finish(Job job) {
    database.transaction(
        tx -> {
          int finished = tx.deleteFrom(JOBS).where(held(job)).execute();
          if (finished > 0) {
            tx.deleteFrom(JOB_FAILURES)
                .where(JOB_FAILURES.GUILD_ID.eq(job.guildId()))
                .and(JOB_FAILURES.JOB_ID.eq(job.id()))
                .execute();
          }
          return finished;
        });
  }

  /**
   * Counts a failure of a job that is still held.
   *
   * @param most it is counted no further than to here
   * @return how many there were since the work came further last, with this one
   */
  public int failed(Job job, int most) {
    return database.transaction(
        tx -> {
          tx.execute(
              """
              UPDATE jobs SET attempts = GREATEST(attempts, LEAST(attempts + 1, ?))
              WHERE guild_id = ? AND id = ? AND lease_owner = ?
              """,
              most,
              job.guildId(),
              job.id(),
              job.owner());
          return tx.select(JOBS.ATTEMPTS)
              .from(JOBS)
              .where(held(job))
              .fetchOptional(JOBS.ATTEMPTS)
              .orElse(0);
        });
  }

  /** Gives the job back, to be gone on with after this time; that is no failure. */
  public void postpone(Job job, Duration delay) {
    database.transaction(
        tx ->
            tx.execute(
                """
                UPDATE jobs
                SET lease_owner = NULL, lease_until = NULL,
                    due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
                WHERE guild_id = ? AND id = ? AND lease_owner = ?
                """,
                delay.toSeconds(),
                job.guildId(),
                job.id(),
                job.owner()));
  }

  /** Members whom the job could not do, by user id, so many at most. */
  public List<JobFailure> failures(Job job, int most) {
    return database
        .dsl()
        .selectFrom(JOB_FAILURES)
        .where(JOB_FAILURES.GUILD_ID.eq(job.guildId()))
        .and(JOB_FAILURES.JOB_ID.eq(job.id()))
        .orderBy(JOB_FAILURES.USER_ID)
        .limit(most)
        .fetch(row -> new JobFailure(row.getUserId(), row.getReason()));
  }

  /** The server's first job, to be shown; empty when its kind is not known. */
  public Optional<Running> running(long guildId) {
    return database
        .dsl()
        .selectFrom(JOBS)
        .where(JOBS.GUILD_ID.eq(guildId))
        .orderBy(JOBS.ID)
        .limit(1)
        .fetchOptional()
        .flatMap(
            row ->
                JobKind.find(row.getKind())
                    .map(kind -> new Running(kind, counts(row), row.getStartedAt() != null)));
  }

  private static Condition held(Job job) {
    return JOBS.GUILD_ID
        .eq(job.guildId())
        .and(JOBS.ID.eq(job.id()))
        .and(JOBS.LEASE_OWNER.eq(job.owner()));
  }

  private static Job job(JobsRecord row, JobKind kind, String owner, Instant now) {
    return new Job(
        row.getGuildId(),
        row.getId(),
        kind,
        parameters(row.getParameters()),
        place(row, now),
        row.getPosition(),
        counts(row),
        Optional.ofNullable(row.getStartedAt()),
        now,
        row.getAttempts(),
        owner);
  }

  private static JobCounts counts(JobsRecord row) {
    return new JobCounts(row.getTotal(), row.getDone(), row.getChanged(), row.getFailed());
  }

  private static Optional<ProgressPlace> place(JobsRecord row, Instant now) {
    @Nullable Long application = row.getProgressApplicationId();
    @Nullable String token = row.getProgressToken();
    @Nullable Instant until = row.getProgressUntil();
    return application == null || token == null || until == null || !until.isAfter(now)
        ? Optional.empty()
        : Optional.of(new ProgressPlace(application, new Secret(token), until));
  }

  /** The form in the database: {@code from_level=10 role_id=123}. */
  private static String written(Map<String, Long> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining(" "));
  }

  /** Reads parameters from their form in the database. */
  public static Map<String, Long> parameters(String written) {
    return Arrays.stream(written.split(" ", -1))
        .filter(parameter -> !parameter.isEmpty())
        .map(parameter -> parameter.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
  }
}
