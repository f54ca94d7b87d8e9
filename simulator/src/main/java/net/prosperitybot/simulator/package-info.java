/**
 * The local Discord: what a bot, a worker and a person can't tell from the real one where it
 * matters. This package is its control API: start it, fill it, bend it, look at it.
 *
 * <p>Knows Discord and nothing of Prosperity; never part of a production image.
 */
@NullMarked
package net.prosperitybot.simulator;

import org.jspecify.annotations.NullMarked;
