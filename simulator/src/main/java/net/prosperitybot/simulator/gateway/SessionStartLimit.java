package net.prosperitybot.simulator.gateway;

import java.time.Duration;

/**
 * How many sessions an application may still start.
 *
 * @param total in a day
 * @param remaining from 0 to {@code total}
 * @param resetAfter until all of them are there again; zero when none is used
 */
public record SessionStartLimit(int total, int remaining, Duration resetAfter) {}
