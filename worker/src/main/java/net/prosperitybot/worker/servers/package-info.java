/**
 * What our bot sees of a server through Discord's REST API, and what it may do there.
 *
 * <p>Asks and computes; changes nothing and knows no command.
 */
@NullMarked
package net.prosperitybot.worker.servers;

import org.jspecify.annotations.NullMarked;
