/**
 * What Discord tells and lists of the main application's entitlements, made to stand in the
 * database.
 *
 * <p>What premium is good for is decided elsewhere; the requests are {@code session}'s.
 */
@NullMarked
package net.prosperitybot.events.premium;

import org.jspecify.annotations.NullMarked;
