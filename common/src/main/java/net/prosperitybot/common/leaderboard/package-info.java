/**
 * Ranks and leaderboard pages, read in one consistent snapshot.
 *
 * <p>Only reads.
 */
@NullMarked
package net.prosperitybot.common.leaderboard;

import org.jspecify.annotations.NullMarked;
