package net.prosperitybot.worker.whitelabel;

import net.prosperitybot.common.premium.PremiumConfig;

/**
 * How this installation has its operator's customers run bots of their own.
 *
 * @param mainBotId the application that premium is bought from and that is nobody's own bot
 * @param botsPerUser how many own bots a customer may have, 1 to 25
 * @param premium what is sold, and how long it goes on after its end
 * @param address where Discord reaches us
 */
public record WhitelabelRules(
    long mainBotId, int botsPerUser, PremiumConfig premium, Address address) {}
