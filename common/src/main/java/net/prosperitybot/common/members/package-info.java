/**
 * Members and users: names, and who is in a server.
 *
 * <p>No XP.
 */
@NullMarked
package net.prosperitybot.common.members;

import org.jspecify.annotations.NullMarked;
