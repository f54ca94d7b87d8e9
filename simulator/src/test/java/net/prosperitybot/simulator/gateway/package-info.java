/**
 * The gateway against clients of its own and against the real JDA, in a world made by hand.
 *
 * <p>Uses neither the simulator's world nor its REST routes.
 */
@NullMarked
package net.prosperitybot.simulator.gateway;

import org.jspecify.annotations.NullMarked;
