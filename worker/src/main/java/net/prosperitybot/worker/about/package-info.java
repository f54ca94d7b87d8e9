/**
 * The /about command.
 *
 * <p>Reads totals, shows them.
 */
@NullMarked
package net.prosperitybot.worker.about;

import org.jspecify.annotations.NullMarked;
