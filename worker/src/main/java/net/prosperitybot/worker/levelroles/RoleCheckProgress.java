package net.prosperitybot.worker.levelroles;

import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.discord.ProgressBar;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobStore;

/** How far a server's job of checking members' roles has come, in words. */
public final class RoleCheckProgress {
  private RoleCheckProgress() {}

  public static String of(JobStore.Running job) {
    return switch (job.kind()) {
      case ROLE_RECONCILE -> job.started() ? started(job.counts()) : "Members are checked soon.";
    };
  }

  private static String started(JobCounts counts) {
    if (counts.total() == 0) {
      return "Checking members…";
    }
    // Members who join meanwhile are checked too, so there may be more done than there were.
    long done = Math.min(counts.done(), counts.total());
    return "Checking members: %s · %s of %s"
        .formatted(
            ProgressBar.of(done, counts.total()),
            Figures.grouped(done),
            Figures.grouped(counts.total()));
  }
}
