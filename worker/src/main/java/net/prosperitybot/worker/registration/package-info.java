/**
 * Tells Discord which commands a bot has, once per definition whatever the number of replicas.
 *
 * <p>Coordinates through the database alone.
 */
@NullMarked
package net.prosperitybot.worker.registration;

import org.jspecify.annotations.NullMarked;
