package net.prosperitybot.events.session;

/**
 * Where the gateway is.
 *
 * @param url without parameters
 * @param recommendedShards into how many shards Discord would split the bot's servers
 */
public record GatewayAddress(String url, int recommendedShards) {}
