package net.prosperitybot.worker.interactions;

/**
 * A role that an option names, with what Discord sent about it. The server's own id is the role
 * that everyone has.
 *
 * @param managed true when an integration, a bot or boosting owns it, so that nobody can give it
 */
public record GivenRole(long id, boolean managed) {}
