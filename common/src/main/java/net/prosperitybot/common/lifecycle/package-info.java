/**
 * How a program that holds many open things ends well.
 *
 * <p>Knows nothing of what is opened.
 */
@NullMarked
package net.prosperitybot.common.lifecycle;

import org.jspecify.annotations.NullMarked;
