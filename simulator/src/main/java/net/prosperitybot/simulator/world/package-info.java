/**
 * What exists in the local Discord: applications, users, servers, channels, members, messages.
 *
 * <p>One lock guards it all; every change is published to the gateway under that lock. Knows
 * neither HTTP nor interactions nor pages.
 */
@NullMarked
package net.prosperitybot.simulator.world;

import org.jspecify.annotations.NullMarked;
