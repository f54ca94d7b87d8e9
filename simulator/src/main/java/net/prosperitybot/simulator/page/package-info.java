/**
 * The page on which people use the local Discord: its files, its small API and its event stream.
 *
 * <p>Sees the world and the interactions; none of it is Discord's API, nothing of it is recorded as
 * traffic, and no other package knows it but the facade that opens it.
 */
@NullMarked
package net.prosperitybot.simulator.page;

import org.jspecify.annotations.NullMarked;
