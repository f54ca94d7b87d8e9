/**
 * Facts of Discord that both services need: snowflakes, and text and figures as Discord shows them.
 *
 * <p>No network and no persistence.
 */
@NullMarked
package net.prosperitybot.common.discord;

import org.jspecify.annotations.NullMarked;
