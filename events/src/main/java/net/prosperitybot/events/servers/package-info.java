/**
 * What the gateway tells about servers and their members, kept true in the database: which servers
 * our bots are in, who is in them, what they are called.
 *
 * <p>No XP; takes ids and names, no Discord library.
 */
@NullMarked
package net.prosperitybot.events.servers;

import org.jspecify.annotations.NullMarked;
