package net.prosperitybot.common.whitelabel;

import java.util.Optional;
import net.prosperitybot.common.tokens.SealedToken;

/**
 * A bot as its owner sets it up, checked with Discord.
 *
 * @param name 1 to 100 characters
 * @param avatar the hash of its picture
 * @param publicKey 64 hex digits
 * @param applicationFlags Discord's flags of the application
 */
public record NewBot(
    long botId,
    long ownerId,
    String name,
    Optional<String> avatar,
    SealedToken token,
    String publicKey,
    long applicationFlags) {}
