/**
 * The events service: hears the gateway, awards XP, gives roles and posts notices.
 *
 * <p>Here only its settings and how its parts are put together, started and stopped.
 */
@NullMarked
package net.prosperitybot.events;

import org.jspecify.annotations.NullMarked;
