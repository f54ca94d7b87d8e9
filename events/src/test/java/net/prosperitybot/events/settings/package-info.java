@NullMarked
package net.prosperitybot.events.settings;

import org.jspecify.annotations.NullMarked;
