/**
 * What Discord tells of one interaction, as sealed types, and how it is read from the wire.
 *
 * <p>Facts only: nothing here decides what is answered.
 */
@NullMarked
package net.prosperitybot.worker.interactions;

import org.jspecify.annotations.NullMarked;
