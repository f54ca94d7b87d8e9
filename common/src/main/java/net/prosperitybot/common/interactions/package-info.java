/**
 * What was answered to interactions that changed something, so that each of them changes it once.
 *
 * <p>Words only; what is changed is the caller's business.
 */
@NullMarked
package net.prosperitybot.common.interactions;

import org.jspecify.annotations.NullMarked;
