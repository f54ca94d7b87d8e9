/** Tests of what the owner is told by an events service. */
@NullMarked
package net.prosperitybot.events.owner;

import org.jspecify.annotations.NullMarked;
