/**
 * The log of what each message earned, kept for as long as the operator wants.
 *
 * <p>Deletes only what is old; who writes it is in {@code awards}.
 */
@NullMarked
package net.prosperitybot.events.messagelogs;

import org.jspecify.annotations.NullMarked;
