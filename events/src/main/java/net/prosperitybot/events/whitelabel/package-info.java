/**
 * Which branded bots run in this process: leases, what their owners want, back-off, and what is
 * reported of them.
 *
 * <p>Does not know the Discord library; bots are run through {@code hosting}.
 */
@NullMarked
package net.prosperitybot.events.whitelabel;

import org.jspecify.annotations.NullMarked;
