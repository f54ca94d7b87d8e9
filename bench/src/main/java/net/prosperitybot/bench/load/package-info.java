/**
 * Load over HTTP: requests that are made and signed ahead, a generator with a closed and an open
 * loop, and connections that only disturb.
 *
 * <p>Knows HTTP and nothing of who answers.
 */
@NullMarked
package net.prosperitybot.bench.load;

import org.jspecify.annotations.NullMarked;
