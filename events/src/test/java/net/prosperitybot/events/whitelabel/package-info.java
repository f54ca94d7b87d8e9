@NullMarked
package net.prosperitybot.events.whitelabel;

import org.jspecify.annotations.NullMarked;
