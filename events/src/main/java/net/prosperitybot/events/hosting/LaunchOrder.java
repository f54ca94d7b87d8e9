package net.prosperitybot.events.hosting;

import java.util.Optional;
import net.prosperitybot.common.config.Secret;

/**
 * A bot that is to run.
 *
 * @param botId its application id
 * @param statusText its presence, at most 128 characters; none shows nothing
 * @param withoutMembers don't ask for the Server Members intent, whatever the application's flags
 *     say
 */
public record LaunchOrder(
    long botId, Secret token, Optional<String> statusText, boolean withoutMembers) {}
