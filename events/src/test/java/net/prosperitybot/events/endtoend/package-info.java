/** The service as a whole: the real JDA against the local Discord, on the real database. */
@NullMarked
package net.prosperitybot.events.endtoend;

import org.jspecify.annotations.NullMarked;
