/**
 * How a program ends well that holds many open things and does some of its work in the background.
 *
 * <p>Knows nothing of what is opened or done.
 */
@NullMarked
package net.prosperitybot.common.lifecycle;

import org.jspecify.annotations.NullMarked;
