package net.prosperitybot.common.jobs;

/**
 * How far a job is.
 *
 * @param total all that was to do when it started
 * @param done what has been looked at
 * @param changed where something was changed
 * @param failed what could not be done
 */
public record JobCounts(long total, long done, long changed, long failed) {}
