/**
 * Branded bots' tokens as they are kept: encrypted, with a ring of keys.
 *
 * <p>Where they are stored and what they are used for is not decided here.
 */
@NullMarked
package net.prosperitybot.common.tokens;

import org.jspecify.annotations.NullMarked;
