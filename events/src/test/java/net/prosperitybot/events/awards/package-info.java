@NullMarked
package net.prosperitybot.events.awards;

import org.jspecify.annotations.NullMarked;
