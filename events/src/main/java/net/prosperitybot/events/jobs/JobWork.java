package net.prosperitybot.events.jobs;

import net.prosperitybot.common.jobs.Job;

/** What the jobs of one kind do. Each method runs for several servers at once. */
public interface JobWork {

  /** How many members there are to do, asked once in a job's life, before it starts. */
  long total(Job job);

  /**
   * Does the job, from where it was left, to its end; saves what is done through the hold.
   *
   * @throws net.prosperitybot.events.discord.DiscordUnavailableException when it has to go on later
   * @throws HoldLostException when it may not go on here
   */
  void run(JobHold hold) throws InterruptedException;

  /** Tells whoever watches that the job has failed too often and ends as far as it has come. */
  void giveUp(Job job) throws InterruptedException;
}
