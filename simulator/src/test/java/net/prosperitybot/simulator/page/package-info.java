/**
 * The page as its users meet it: over HTTP and in a browser.
 *
 * <p>Nothing of the product: its bot is an endpoint made up here.
 */
@NullMarked
package net.prosperitybot.simulator.page;

import org.jspecify.annotations.NullMarked;
