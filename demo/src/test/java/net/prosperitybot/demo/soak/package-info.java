/**
 * The soak: an hour's worth of traffic with faults, both drawn from a seed, and what must hold for
 * every member afterwards.
 *
 * <p>{@code Plan} says what is done, {@code Traffic} and those beside it do it, {@code *Check} say
 * what must have come of it. The checks know the rules by themselves and ask no code of the
 * services.
 */
@NullMarked
package net.prosperitybot.demo.soak;

import org.jspecify.annotations.NullMarked;
