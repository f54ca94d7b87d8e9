@NullMarked
package net.prosperitybot.events.messagelogs;

import org.jspecify.annotations.NullMarked;
