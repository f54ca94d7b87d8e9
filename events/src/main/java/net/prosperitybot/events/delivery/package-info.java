/**
 * What follows a change of level: the member's roles made right, and the notice.
 *
 * <p>Decides what to do and keeps the books; Discord is behind {@link
 * net.prosperitybot.events.delivery.DeliveryActions}.
 */
@NullMarked
package net.prosperitybot.events.delivery;

import org.jspecify.annotations.NullMarked;
