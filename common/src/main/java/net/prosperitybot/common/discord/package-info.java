/**
 * Facts of Discord that both services need: snowflakes, safe text, and what a token tells about its
 * application.
 *
 * <p>No persistence, and no network but that one look-up.
 */
@NullMarked
package net.prosperitybot.common.discord;

import org.jspecify.annotations.NullMarked;
