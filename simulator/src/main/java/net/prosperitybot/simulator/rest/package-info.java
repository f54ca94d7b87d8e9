/**
 * Discord's REST API over the world: authentication, rate limits, faults, routes, errors.
 *
 * <p>Routes translate; what a bot may do is decided in the world. No state but the rate limits.
 */
@NullMarked
package net.prosperitybot.simulator.rest;

import org.jspecify.annotations.NullMarked;
