package net.prosperitybot.common.jobs;

import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.JOB_FAILURES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.localdb.faults.FailingConnections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobStoreIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long BOT = 900;

  /** On shard 1 of 2. */
  private static final long GUILD = 3L << 22;

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Map<String, Long> PARAMETERS = Map.of("from_level", 10L, "role_id", 55L);

  private final Database database = TEST.database();
  private final JobStore store = new JobStore(database);

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void aServerWithOneJob() {
    List.of(JOBS, JOB_FAILURES).forEach(table -> database.dsl().deleteFrom(table).execute());
    new GuildStore(database, BOT).present(BOT, GUILD, "Three");
    enqueue(1, Optional.empty());
  }

  private void enqueue(long id, Optional<ProgressPlace> place) {
    database.transaction(
        tx -> {
          JobStore.enqueue(tx, new NewJob(GUILD, id, JobKind.ROLE_RECONCILE, PARAMETERS, place));
          return id;
        });
  }

  private Job claim(String owner) {
    return store.claim(GUILD, owner, LEASE).orElseThrow();
  }

  private void endLeases() {
    database.dsl().execute("UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
  }

  @Test
  void onlyTheServingBotsHolderOfTheShardIsAsked() {
    assertEquals(List.of(GUILD), due(BOT, 2, List.of(1)));
    assertEquals(List.of(), due(BOT, 2, List.of(0)));
    assertEquals(List.of(), due(BOT + 1, 1, List.of(0)));
  }

  @Test
  void aJobComesAsItWasAskedFor() {
    Job job = claim("a");
    assertEquals(JobKind.ROLE_RECONCILE, job.kind());
    assertEquals(PARAMETERS, job.parameters());
    assertEquals(0, job.position());
    assertEquals(new JobCounts(0, 0, 0, 0), job.counts());
    assertEquals(Optional.empty(), job.startedAt());
  }

  @Test
  void aServersJobsAreDoneOneAfterTheOther() {
    enqueue(2, Optional.empty());
    Job first = claim("a");
    assertEquals(1, first.id());
    assertEquals(Optional.empty(), store.claim(GUILD, "b", LEASE));
    assertEquals(List.of(), due(BOT, 1, List.of(0)));
    store.finish(first);
    assertEquals(2, claim("b").id());
  }

  @Test
  void theSameIdIsOneJob() {
    enqueue(1, Optional.empty());
    assertEquals(1, database.dsl().fetchCount(JOBS));
  }

  @Test
  void afterTheLeaseAnotherGoesOnFromTheSavedPosition() {
    Job lost = claim("a");
    assertTrue(store.start(lost, 500));
    JobFailure failure = new JobFailure(100, "left");
    assertTrue(store.progress(lost, 120, count(120), List.of(failure), LEASE));
    assertEquals(Optional.empty(), store.claim(GUILD, "b", LEASE));
    endLeases();
    Job again = claim("b");
    assertEquals(120, again.position());
    assertEquals(count(120), again.counts());
    assertTrue(again.startedAt().isPresent());
    assertEquals(List.of(failure), store.failures(again, 10));
  }

  private static JobCounts count(long done) {
    return new JobCounts(500, done, done - 1, 1);
  }

  @Test
  void whoLostTheLeaseSavesAndEndsNothing() {
    Job lost = claim("a");
    endLeases();
    Job held = claim("b");
    assertFalse(store.start(lost, 500));
    assertFalse(store.progress(lost, 120, count(120), List.of(new JobFailure(1, "left")), LEASE));
    store.finish(lost);
    store.postpone(lost, Duration.ofHours(1));
    assertEquals(List.of(), store.failures(held, 10));
    assertTrue(store.progress(held, 10, count(10), List.of(), LEASE));
  }

  @Test
  void theTotalOfTheFirstStartStands() {
    Job job = claim("a");
    assertTrue(store.start(job, 500));
    assertTrue(store.start(job, 700));
    endLeases();
    assertEquals(500, claim("b").counts().total());
  }

  @Test
  void aClaimWhoseAnswerIsLostIsStillHeldByTheOneWhoMadeIt() {
    FailingConnections connections = new FailingConnections(database.source());
    connections.loseCommitAnswers(1);
    try (Database losing = Database.over(connections)) {
      assertEquals(1, new JobStore(losing).claim(GUILD, "a", LEASE).orElseThrow().id());
    }
    assertEquals(Optional.empty(), store.claim(GUILD, "b", LEASE));
  }

  @Test
  void aPostponedJobIsDueLaterAndKeepsTheOthersWaiting() {
    enqueue(2, Optional.empty());
    store.postpone(claim("a"), Duration.ofSeconds(30));
    assertEquals(List.of(), due(BOT, 1, List.of(0)));
    assertEquals(Optional.empty(), store.claim(GUILD, "b", LEASE));
    database.dsl().execute("UPDATE jobs SET due_at = due_at - INTERVAL 30 SECOND");
    Job again = claim("b");
    assertEquals(1, again.id());
    assertEquals(0, again.attempts());
  }

  @Test
  void failuresAreCountedUntilTheWorkComesFurther() {
    Job job = claim("a");
    assertEquals(1, store.failed(job, 2));
    assertEquals(2, store.failed(job, 2));
    assertEquals(2, store.failed(job, 2), "as far as is asked for");
    assertEquals(3, store.failed(job, 20));
    assertEquals(3, store.failed(job, 2), "and never back");
    store.progress(job, 0, count(0), List.of(), LEASE);
    assertEquals(4, store.failed(job, 20), "a renewal is no progress");
    store.progress(job, 1, count(1), List.of(), LEASE);
    assertEquals(1, store.failed(job, 20));
  }

  @Test
  void theEndTakesTheFailuresAlong() {
    Job job = claim("a");
    store.progress(job, 1, count(1), List.of(new JobFailure(100, "left")), LEASE);
    store.finish(job);
    assertEquals(0, database.dsl().fetchCount(JOBS));
    assertEquals(0, database.dsl().fetchCount(JOB_FAILURES));
  }

  @Test
  void progressIsShownWhileTheTokenLivesAndTheTokenIsThenDropped() {
    Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
    enqueue(0, Optional.of(new ProgressPlace(BOT, new Secret("token"), until)));
    waitForTheAnswer();
    Job job = claim("a");
    assertEquals("token", job.place().orElseThrow().token().reveal());
    assertEquals(until, job.place().orElseThrow().until());
    database.dsl().execute("UPDATE jobs SET progress_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    assertTrue(store.progress(job, 1, count(1), List.of(), LEASE));
    assertEquals(Optional.empty(), claim("a").place());
    assertEquals(
        0, database.dsl().fetchCount(JOBS, JOBS.PROGRESS_TOKEN.isNotNull()), "the token is gone");
  }

  @Test
  void aJobThatShowsProgressLeavesTheAnswerTimeToArrive() {
    enqueue(0, Optional.of(new ProgressPlace(BOT, new Secret("token"), Instant.now())));
    assertEquals(List.of(), due(BOT, 1, List.of(0)));
    assertEquals(Optional.empty(), store.claim(GUILD, "a", LEASE));
    waitForTheAnswer();
    assertEquals(0, claim("a").id());
  }

  private void waitForTheAnswer() {
    database.dsl().execute("UPDATE jobs SET due_at = due_at - INTERVAL 3 SECOND");
  }

  @Test
  void aServerWhoseFirstJobIsANewerReleasesIsLeftAlone() {
    enqueue(2, Optional.empty());
    database.dsl().execute("UPDATE jobs SET kind = 'import' WHERE id = 1");
    assertEquals(List.of(), due(BOT, 1, List.of(0)));
    assertEquals(Optional.empty(), store.claim(GUILD, "a", LEASE));
    assertEquals(Optional.empty(), store.running(GUILD));
    database.dsl().execute("DELETE FROM jobs WHERE id = 1");
    assertEquals(2, claim("a").id());
  }

  @Test
  void whatAServerWorksOnCanBeShown() {
    assertFalse(store.running(GUILD).orElseThrow().started());
    store.start(claim("a"), 500);
    JobStore.Running running = store.running(GUILD).orElseThrow();
    assertTrue(running.started());
    assertEquals(500, running.counts().total());
    assertEquals(Optional.empty(), store.running(GUILD + 1));
  }

  private List<Long> due(long botId, int shardCount, List<Integer> shards) {
    return store
        .due(List.of(new BotShards(botId, shardCount, Set.copyOf(shards))), 10)
        .getOrDefault(botId, List.of());
  }
}
