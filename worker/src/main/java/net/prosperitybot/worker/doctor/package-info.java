/**
 * {@code ./prosperity doctor}: looks at everything that a running bot needs and says what to do.
 *
 * <p>Reads only, and sends Discord nothing but questions; no service uses it.
 */
@NullMarked
package net.prosperitybot.worker.doctor;

import org.jspecify.annotations.NullMarked;
