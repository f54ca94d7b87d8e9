/**
 * What the service asks of Discord, as interfaces: roles, answers, whether something is still
 * there.
 *
 * <p>No library and no decisions; the session carries it out.
 */
@NullMarked
package net.prosperitybot.events.discord;

import org.jspecify.annotations.NullMarked;
