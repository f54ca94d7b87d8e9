/**
 * Servers: their settings, which of our bots is in them, and which one serves them.
 *
 * <p>No XP and no roles of members.
 */
@NullMarked
package net.prosperitybot.common.guilds;

import org.jspecify.annotations.NullMarked;
