@NullMarked
package net.prosperitybot.events.earning;

import org.jspecify.annotations.NullMarked;
