package net.prosperitybot.worker.bots;

import java.util.Optional;

/**
 * How the bot that answers a call presents itself; travels with the call, so that a branded bot
 * never speaks under another's name.
 *
 * @param id the application's id, which is the bot's user id too
 * @param name what embeds carry in their footer
 * @param avatarUrl the picture beside the name
 */
public record ServingBot(long id, String name, Optional<String> avatarUrl) {}
