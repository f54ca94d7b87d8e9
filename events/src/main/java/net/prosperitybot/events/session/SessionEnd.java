package net.prosperitybot.events.session;

/**
 * How a session ended that will not connect again by itself.
 *
 * @param advice what the operator can do about it
 * @param mendedByRestart whether that is to start anew and nothing else, for a start asks Discord
 *     what has changed
 */
public record SessionEnd(String advice, boolean mendedByRestart) {}
