package net.prosperitybot.common.jobs;

/**
 * A member whom a job could not do.
 *
 * @param reason a short key, at most 32 characters
 */
public record JobFailure(long userId, String reason) {}
