/**
 * How durable jobs run: claimed for a while, renewed, given back, and their progress shown.
 *
 * <p>Knows nothing of what a job does; that is in the package of the thing it does it to.
 */
@NullMarked
package net.prosperitybot.events.jobs;

import org.jspecify.annotations.NullMarked;
