/** Tests of what is recorded about servers, on a real database. */
@NullMarked
package net.prosperitybot.events.servers;

import org.jspecify.annotations.NullMarked;
