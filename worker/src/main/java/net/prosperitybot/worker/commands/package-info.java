/**
 * How commands, components and modals are declared, registered and found again.
 *
 * <p>No command of ours is here, and nothing that knows when or how an answer travels.
 */
@NullMarked
package net.prosperitybot.worker.commands;

import org.jspecify.annotations.NullMarked;
