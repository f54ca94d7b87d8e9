package net.prosperitybot.common.leaderboard;

/**
 * The size of it all.
 *
 * @param activeGuilds servers that one of our bots is in
 * @param members members with a record, over all servers
 */
public record Totals(long activeGuilds, long members) {}
