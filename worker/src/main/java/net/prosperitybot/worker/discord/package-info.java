/**
 * The small client of Discord's REST API.
 *
 * <p>Plain calls with retries; knows neither commands nor the database.
 */
@NullMarked
package net.prosperitybot.worker.discord;

import org.jspecify.annotations.NullMarked;
