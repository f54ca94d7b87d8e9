/**
 * Rows of what Discord asks the worker over HTTP: signatures, commands, latencies, and what
 * disturbs; with the two references, a Go server for PINGs and the original's way for commands.
 *
 * <p>The worker is a process of its own, started by the front door as it ships.
 */
@NullMarked
package net.prosperitybot.bench.interactions;

import org.jspecify.annotations.NullMarked;
