@NullMarked
package net.prosperitybot.events.delivery;

import org.jspecify.annotations.NullMarked;
