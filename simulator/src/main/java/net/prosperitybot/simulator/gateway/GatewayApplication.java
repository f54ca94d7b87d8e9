package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A bot's application as the gateway sees it.
 *
 * @param applicationId the application's snowflake
 * @param botUser the bot's own user object, with {@code flags} and {@code verified}
 * @param privilegedIntents the privileged intent bits that the developer portal grants
 * @param applicationFlags the application's public flags
 * @param maxConcurrency how many IDENTIFYs are allowed in each five seconds
 */
public record GatewayApplication(
    long applicationId,
    ObjectNode botUser,
    long privilegedIntents,
    long applicationFlags,
    int maxConcurrency) {}
