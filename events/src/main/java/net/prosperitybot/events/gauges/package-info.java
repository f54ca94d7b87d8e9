/**
 * Gauges of bots, of which there may be hundreds: summed up by kind, so that their number is fixed.
 *
 * <p>Knows nothing of what is measured.
 */
@NullMarked
package net.prosperitybot.events.gauges;

import org.jspecify.annotations.NullMarked;
