/**
 * Facts of Discord that both services need: snowflakes, text and figures as Discord shows them, and
 * when it is to be left alone.
 *
 * <p>No network and no persistence.
 */
@NullMarked
package net.prosperitybot.common.discord;

import org.jspecify.annotations.NullMarked;
