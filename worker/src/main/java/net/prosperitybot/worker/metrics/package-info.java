/**
 * What is counted and timed, with bounded tags.
 *
 * <p>Counts only; nothing is decided by a number from here.
 */
@NullMarked
package net.prosperitybot.worker.metrics;

import org.jspecify.annotations.NullMarked;
