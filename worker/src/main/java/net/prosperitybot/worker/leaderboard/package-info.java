/**
 * The /leaderboard command and its buttons.
 *
 * <p>Reads pages, shows them; ranking itself is in common.
 */
@NullMarked
package net.prosperitybot.worker.leaderboard;

import org.jspecify.annotations.NullMarked;
