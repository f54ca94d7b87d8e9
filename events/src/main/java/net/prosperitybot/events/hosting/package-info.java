/**
 * What may be asked of this process for one bot: launch it, see how it does, close it.
 *
 * <p>The port between who decides which bots run here and what runs them; knows neither leases nor
 * the Discord library.
 */
@NullMarked
package net.prosperitybot.events.hosting;

import org.jspecify.annotations.NullMarked;
