/**
 * What a message is worth: its facts, the rules that decide, and the memory of running cooldowns.
 *
 * <p>Decides without waiting for anything; no database and no Discord library.
 */
@NullMarked
package net.prosperitybot.events.earning;

import org.jspecify.annotations.NullMarked;
