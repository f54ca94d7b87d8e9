/**
 * The /levels command: admins give and take levels.
 *
 * <p>Shares the change itself and its words with /xp.
 */
@NullMarked
package net.prosperitybot.worker.levels;

import org.jspecify.annotations.NullMarked;
