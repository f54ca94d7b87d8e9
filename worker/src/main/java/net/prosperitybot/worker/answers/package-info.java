/**
 * One answer in time for each interaction: the deadline, the deferred answer and what follows it.
 *
 * <p>Runs handlers; knows nothing of any of them.
 */
@NullMarked
package net.prosperitybot.worker.answers;

import org.jspecify.annotations.NullMarked;
