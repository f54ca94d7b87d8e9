/**
 * The /xp command: admins give and take XP and read where a member's XP came from.
 *
 * <p>What a change does is decided in common; here it is asked for, once, and put into words.
 */
@NullMarked
package net.prosperitybot.worker.xp;

import org.jspecify.annotations.NullMarked;
