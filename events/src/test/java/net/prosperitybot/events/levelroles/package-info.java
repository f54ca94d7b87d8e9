@NullMarked
package net.prosperitybot.events.levelroles;

import org.jspecify.annotations.NullMarked;
