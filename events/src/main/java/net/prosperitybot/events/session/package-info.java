/**
 * Gateway sessions of our bots: the one place that knows the Discord library. Turns its events into
 * facts for the other packages, and their wishes into its calls.
 *
 * <p>Decides nothing about XP, roles or notices.
 */
@NullMarked
package net.prosperitybot.events.session;

import org.jspecify.annotations.NullMarked;
