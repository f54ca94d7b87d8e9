package net.prosperitybot.common.whitelabel;

import java.util.Optional;
import net.prosperitybot.common.discord.Cdn;

/**
 * What it takes to answer as a branded bot; the rest of its row is about its session.
 *
 * @param publicKey Discord signs with it, in hex
 * @param isStopped by its owner
 */
public record AnsweringBot(
    long botId,
    long ownerId,
    String name,
    Optional<String> avatar,
    String publicKey,
    boolean isStopped) {

  /** Where its picture is. */
  public Optional<String> avatarUrl() {
    return avatar.map(hash -> Cdn.avatar(botId, hash));
  }
}
