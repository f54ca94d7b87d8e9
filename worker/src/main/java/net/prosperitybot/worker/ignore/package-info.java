/**
 * The /ignore command: channels and roles in which, or with which, nothing is earned.
 *
 * <p>Keeps the lists; the events service obeys them.
 */
@NullMarked
package net.prosperitybot.worker.ignore;

import org.jspecify.annotations.NullMarked;
