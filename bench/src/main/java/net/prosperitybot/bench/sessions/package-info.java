/**
 * The gateway's side: how many messages a session takes in, and what sessions weigh.
 *
 * <p>The events service runs as it ships, beside {@link net.prosperitybot.bench.sessions.JdaAlone},
 * which does nothing.
 */
@NullMarked
package net.prosperitybot.bench.sessions;

import org.jspecify.annotations.NullMarked;
