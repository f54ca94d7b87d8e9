/**
 * Interactions that Discord would never send, against a whole worker.
 *
 * <p>One generator, fed twice: in the suite by a seed, and in {@code ./prosperity fuzz} by a fuzzer
 * that follows the code's branches.
 */
@NullMarked
package net.prosperitybot.worker.fuzzing;

import org.jspecify.annotations.NullMarked;
