/**
 * Upkeep of what ranks are read from.
 *
 * <p>Reads no rank and shows none: that is the worker's.
 */
@NullMarked
package net.prosperitybot.events.ranks;

import org.jspecify.annotations.NullMarked;
