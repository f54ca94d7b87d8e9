/** What the events service's tests share: facts made up, and databases that fail on demand. */
@NullMarked
package net.prosperitybot.events.testing;

import org.jspecify.annotations.NullMarked;
