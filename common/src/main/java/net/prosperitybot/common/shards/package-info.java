/**
 * Which part of a bot's servers a process holds.
 *
 * <p>Says it in SQL, too; knows nothing of what is asked about these servers.
 */
@NullMarked
package net.prosperitybot.common.shards;

import org.jspecify.annotations.NullMarked;
