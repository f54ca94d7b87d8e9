/**
 * The worker's HTTP side: who is let in, what is refused, and the health of it all.
 *
 * <p>Bytes in, bytes out; decides nothing about commands.
 */
@NullMarked
package net.prosperitybot.worker.endpoint;

import org.jspecify.annotations.NullMarked;
