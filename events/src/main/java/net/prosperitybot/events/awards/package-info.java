/**
 * The way of an award from the moment a message is offered to its commit: the bounded queue, the
 * lanes that write it in groups, and the file that keeps it when the database is away at the end.
 *
 * <p>No Discord library; what an award is worth is the business of {@code earning}.
 */
@NullMarked
package net.prosperitybot.events.awards;

import org.jspecify.annotations.NullMarked;
