/**
 * How much one member, one server and all of them together may ask of a worker.
 *
 * <p>Counts and says how long to wait; the words and the statuses are told where answers are.
 */
@NullMarked
package net.prosperitybot.worker.limits;

import org.jspecify.annotations.NullMarked;
