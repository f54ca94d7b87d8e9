/** What a message costs whose author has just earned, which most messages are: by JMH. */
@NullMarked
package net.prosperitybot.bench.cooldown;

import org.jspecify.annotations.NullMarked;
