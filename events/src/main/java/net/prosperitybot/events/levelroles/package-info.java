/**
 * Members' level roles made right: one member's, or those of a whole server as a durable job.
 *
 * <p>Decides and keeps the books; Discord is behind {@link
 * net.prosperitybot.events.discord.RoleActions}.
 */
@NullMarked
package net.prosperitybot.events.levelroles;

import org.jspecify.annotations.NullMarked;
