/**
 * Facts of Discord that both services need: snowflakes and safe text.
 *
 * <p>No network and no persistence.
 */
@NullMarked
package net.prosperitybot.common.discord;

import org.jspecify.annotations.NullMarked;
