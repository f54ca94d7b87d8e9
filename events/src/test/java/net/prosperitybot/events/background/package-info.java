/** Tests of how background work runs. */
@NullMarked
package net.prosperitybot.events.background;

import org.jspecify.annotations.NullMarked;
