@NullMarked
package net.prosperitybot.events.premium;

import org.jspecify.annotations.NullMarked;
