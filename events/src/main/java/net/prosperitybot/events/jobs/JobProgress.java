package net.prosperitybot.events.jobs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.events.discord.AnswerActions;
import net.prosperitybot.events.discord.AnswerActions.EditResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how far a job is: in the answer of the interaction that asked for it, for as long as
 * Discord lets it be edited, and in the log.
 *
 * <p>The job does not wait for an edit, but for the last one a while. For one thread.
 */
public final class JobProgress {
  private static final Duration BETWEEN_EDITS = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LAST_TRIES = Duration.ofMillis(500);
  private static final Duration LAST_EDIT_PATIENCE = Duration.ofSeconds(15);

  /** Discord's, after which an answer can't be edited any more. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  /** A job may be quicker than the answer to the interaction that asked for it. */
  private static final Duration ANSWER_IS_THERE_AFTER = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(JobProgress.class);

  private final AnswerActions answers;
  private final InstantSource clock;
  private final Job job;
  private final long doneBefore;
  private final long startNanos = System.nanoTime();
  private Optional<ProgressPlace> place;
  private CompletableFuture<EditResult> lastEdit =
      CompletableFuture.completedFuture(EditResult.EDITED);
  private long editedAtNanos = startNanos;
  private long loggedAtNanos = startNanos;

  /**
   * The progress of a job that this process takes up.
   *
   * @param counts as they are when it does
   */
  public JobProgress(AnswerActions answers, InstantSource clock, Job job, JobCounts counts) {
    this.answers = answers;
    this.clock = clock;
    this.job = job;
    this.place = job.place();
    this.doneBefore = counts.done();
  }

  /**
   * So far; may be called as often as one likes.
   *
   * @param heading what is being done
   */
  public void show(String heading, JobCounts counts) {
    long now = System.nanoTime();
    if (now - editedAtNanos >= BETWEEN_EDITS.toNanos() && mayEdit()) {
      editedAtNanos = now;
      edit(ProgressText.of(heading, counts, perSecond(counts, now)));
    }
    if (now - loggedAtNanos >= BETWEEN_LINES.toNanos()) {
      loggedAtNanos = now;
      log.info(
          "{}: {} of {} members, {} changed, {} failed",
          job.kind(),
          counts.done(),
          counts.total(),
          counts.changed(),
          counts.failed());
    }
  }

  /** The end: these words stay. Waits for the edit, some seconds at most. */
  public void end(String words, JobCounts counts) throws InterruptedException {
    log.info(
        "{} has ended: {} members, {} changed, {} failed",
        job.kind(),
        counts.done(),
        counts.changed(),
        counts.failed());
    long deadline = System.nanoTime() + LAST_EDIT_PATIENCE.toNanos();
    awaitLastEdit(deadline);
    while (mayEdit() && System.nanoTime() - deadline < 0) {
      edit(words);
      awaitLastEdit(deadline);
      if (lastEdit.getNow(EditResult.FAILED) == EditResult.EDITED) {
        return;
      }
      Thread.sleep(BETWEEN_LAST_TRIES);
    }
  }

  private void edit(String words) {
    place.ifPresent(answer -> lastEdit = answers.edit(job.guildId(), answer, words));
  }

  private void awaitLastEdit(long deadline) throws InterruptedException {
    try {
      EditResult result =
          lastEdit.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      log.debug("The last edit: {}", result);
    } catch (ExecutionException e) {
      throw new IllegalStateException("An edit always has a result", e);
    } catch (TimeoutException e) {
      log.debug("The last edit is still under way");
    }
  }

  /** One edit at a time, and none once Discord has said that there is nothing to edit. */
  private boolean mayEdit() {
    if (!lastEdit.isDone()) {
      return false;
    }
    place = place.filter(this::isEditable);
    return place.isPresent();
  }

  private boolean isEditable(ProgressPlace answer) {
    boolean isGone = lastEdit.getNow(EditResult.FAILED) == EditResult.GONE;
    boolean isYoung =
        clock.instant().isBefore(answer.until().minus(TOKEN_LIFE).plus(ANSWER_IS_THERE_AFTER));
    return clock.instant().isBefore(answer.until()) && (isYoung || !isGone);
  }

  private double perSecond(JobCounts counts, long now) {
    return (counts.done() - doneBefore) * 1e9 / (now - startNanos);
  }
}
