/**
 * How the service's background work runs: loops with a period, and writes that keep a server's
 * order.
 *
 * <p>Knows nothing of what runs in them.
 */
@NullMarked
package net.prosperitybot.events.background;

import org.jspecify.annotations.NullMarked;
