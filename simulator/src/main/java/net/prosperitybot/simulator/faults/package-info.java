/**
 * What a test lets go wrong on the way to the local Discord and back.
 *
 * <p>Plans and counts; the REST side carries them out. Knows nothing of what requests mean.
 */
@NullMarked
package net.prosperitybot.simulator.faults;

import org.jspecify.annotations.NullMarked;
