/**
 * {@code /whitelabel}: how a customer's own bot is set up, started, stopped, deleted and looked at.
 *
 * <p>Writes what is wanted and asks Discord with the bot's own token; sessions are the events
 * service's business.
 */
@NullMarked
package net.prosperitybot.worker.whitelabel;

import org.jspecify.annotations.NullMarked;
