/**
 * How the service's background work runs: loops with a period, writes that keep a server's order,
 * and pauses between attempts.
 *
 * <p>Knows nothing of what runs in them.
 */
@NullMarked
package net.prosperitybot.events.background;

import org.jspecify.annotations.NullMarked;
