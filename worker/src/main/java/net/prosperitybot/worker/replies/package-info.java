/**
 * What may be answered to an interaction, and the one encoder that writes it within Discord's
 * limits.
 *
 * <p>Knows no command and no HTTP.
 */
@NullMarked
package net.prosperitybot.worker.replies;

import org.jspecify.annotations.NullMarked;
