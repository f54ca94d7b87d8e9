/**
 * Discord's gateway: WebSocket sessions, shards, intents, resume, compression.
 *
 * <p>Sees the world only through {@link net.prosperitybot.simulator.gateway.GatewayWorld}; knows no
 * REST route and no page.
 */
@NullMarked
package net.prosperitybot.simulator.gateway;

import org.jspecify.annotations.NullMarked;
