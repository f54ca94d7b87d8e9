/**
 * The outbox of level changes that still need their roles and their notice.
 *
 * <p>Claims and completes rows; what delivery does is the events service's business.
 */
@NullMarked
package net.prosperitybot.common.levelups;

import org.jspecify.annotations.NullMarked;
