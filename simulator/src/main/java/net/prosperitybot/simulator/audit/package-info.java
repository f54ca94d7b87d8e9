/**
 * What was asked of the local Discord and what it answered, and the same of the worker.
 *
 * <p>Keeps and writes exchanges; decides nothing. Never holds an Authorization header.
 */
@NullMarked
package net.prosperitybot.simulator.audit;

import org.jspecify.annotations.NullMarked;
