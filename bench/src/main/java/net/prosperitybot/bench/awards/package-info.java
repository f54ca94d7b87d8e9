/**
 * Rows of what the events service writes: awards from the queue to the commit, beside one message
 * at a time as the original does it.
 *
 * <p>In the benchmark's own process, with the classes that ship; no gateway.
 */
@NullMarked
package net.prosperitybot.bench.awards;

import org.jspecify.annotations.NullMarked;
