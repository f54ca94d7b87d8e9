package net.prosperitybot.events.session;

import java.time.Duration;

/**
 * What Discord says about the gateway to a bot.
 *
 * @param url without parameters
 * @param recommendedShards into how many shards Discord would split the bot's servers
 * @param starts how many sessions may begin a day
 * @param startsLeft how many of them are left
 * @param resetAfter after this all of them are left again
 * @param concurrency how many shards may identify at once: those that differ modulo this number
 */
public record GatewayAddress(
    String url,
    int recommendedShards,
    int starts,
    int startsLeft,
    Duration resetAfter,
    int concurrency) {}
