@NullMarked
package net.prosperitybot.events.session;

import org.jspecify.annotations.NullMarked;
