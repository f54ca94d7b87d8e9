/**
 * A headless Chromium that tests drive through its DevTools protocol.
 *
 * <p>Knows nothing of the page it opens, and nothing of the local Discord.
 */
@NullMarked
package net.prosperitybot.simulator.browser;

import org.jspecify.annotations.NullMarked;
