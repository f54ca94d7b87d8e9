package net.prosperitybot.worker.interactions;

import java.util.List;
import java.util.OptionalLong;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.premium.Entitlement;
import net.prosperitybot.worker.bots.ServingBot;

/**
 * Where an interaction comes from, the same for all kinds.
 *
 * @param interactionId a snowflake, so the time of the call is in it
 * @param token lets its holder answer for 15 minutes
 * @param bot the bot that was called and answers under its own name
 * @param caller who called
 * @param guildId the server; empty in direct messages
 * @param channelId where it was called
 * @param locale the caller's language, such as {@code en-GB}
 * @param entitlements what the called bot's application has sold that counts here; a branded bot's
 *     are its owner's business, not ours
 */
public record Origin(
    long interactionId,
    Secret token,
    ServingBot bot,
    Caller caller,
    OptionalLong guildId,
    OptionalLong channelId,
    String locale,
    List<Entitlement> entitlements) {
  public Origin {
    entitlements = List.copyOf(entitlements);
  }
}
