package net.prosperitybot.events.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobFailure;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.lifecycle.BackgroundLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claimed job while it is worked on: how far it is, and that it is still ours.
 *
 * <p>The lease is renewed with every {@link #save}, and by a thread of its own in between: period a
 * third of the lease; a renewal that fails because the database is away is tried again with the
 * next, and when the lease may have ended meanwhile the work stops by itself; it ends with {@link
 * #close}.
 */
public final class JobHold implements AutoCloseable {
  private static final int RENEWALS_PER_LEASE = 3;
  private static final Logger log = LoggerFactory.getLogger(JobHold.class);

  private final JobStore store;
  private final Job job;
  private final Duration lease;
  private final BooleanSupplier stopping;
  private final BooleanSupplier turnIsOver;
  private final BackgroundLoop renewal;
  private long position;
  private JobCounts counts;
  private long heldUntilNanos;
  private boolean lost;

  /**
   * Holds a claimed job.
   *
   * @param claimedAtNanos the monotonic clock before the claim
   * @param stopping whether the process is about to end
   * @param turnIsOver whether it is another server's turn; asked when something was saved
   */
  JobHold(
      JobStore store,
      Job job,
      JobCounts counts,
      Duration lease,
      long claimedAtNanos,
      BooleanSupplier stopping,
      BooleanSupplier turnIsOver) {
    this.store = store;
    this.job = job;
    this.lease = lease;
    this.stopping = stopping;
    this.turnIsOver = turnIsOver;
    this.position = job.position();
    this.counts = counts;
    this.heldUntilNanos = claimedAtNanos + lease.toNanos();
    this.renewal = new BackgroundLoop("job-lease", this::renewInTime);
    renewal.start();
  }

  public Job job() {
    return job;
  }

  /** After whom to go on; 0 at the beginning. */
  public synchronized long position() {
    return position;
  }

  public synchronized JobCounts counts() {
    return counts;
  }

  /**
   * To be called before anything is done to Discord.
   *
   * @throws HoldLostException when somebody else may hold the job, or the process is stopping
   */
  public synchronized void check() {
    if (stopping.getAsBoolean()) {
      throw new HoldLostException("The service is stopping");
    }
    if (lost || System.nanoTime() - heldUntilNanos >= 0) {
      throw new HoldLostException("The lease has ended");
    }
  }

  /**
   * Saves that all up to here is done.
   *
   * @param failures those since the last time
   * @throws HoldLostException when somebody else holds the job; nothing is saved then
   * @throws TurnOverException when it is saved, and others come first now
   */
  public synchronized void save(
      long newPosition, JobCounts newCounts, Collection<JobFailure> failures) {
    renew(newPosition, newCounts, failures);
    if (lost) {
      throw new HoldLostException("The lease was lost");
    }
    position = newPosition;
    counts = newCounts;
    if (turnIsOver.getAsBoolean()) {
      throw new TurnOverException();
    }
  }

  private void renew(long at, JobCounts now, Collection<JobFailure> failures) {
    long before = System.nanoTime();
    if (store.progress(job, at, now, failures, lease)) {
      heldUntilNanos = before + lease.toNanos();
    } else {
      lost = true;
    }
  }

  private void renewInTime() throws InterruptedException {
    Thread.sleep(lease.dividedBy(RENEWALS_PER_LEASE));
    renewOnce();
  }

  private synchronized void renewOnce() {
    try {
      if (!lost) {
        renew(position, counts, List.of());
      }
    } catch (RuntimeException e) {
      log.info("The lease of a job could not be renewed now: {}", e.toString());
    }
  }

  /** Renews no longer; the lease itself stays until the job is finished or given back. */
  @Override
  public void close() {
    renewal.close();
  }
}
