package net.prosperitybot.common.leaderboard;

import java.util.OptionalLong;

/**
 * Where a member stands.
 *
 * @param rank 1 for the most XP; empty for a member without XP or who left the server
 */
public record Standing(long xp, int level, long messageCount, OptionalLong rank) {}
