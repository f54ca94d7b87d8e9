package net.prosperitybot.worker.discord;

import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.discord.Cdn;

/**
 * What Discord says about the application that owns a token.
 *
 * @param botId its bot's; the same as the application's, but for those made before 2016
 * @param avatar the hash of its bot's picture
 * @param publicKey what its interactions are signed with, 64 hex digits
 * @param flags Discord's bit set
 * @param endpointUrl where its interactions are posted; empty while they go over the gateway
 * @param installTypes who it can be installed for, as Discord numbers that
 * @param hasInstallLink whether its owner has said how it is installed
 * @param isPublic whether others than its owner may add it to servers
 * @param requiresCodeGrant whether a link alone does not add it to servers
 */
public record ApplicationInfo(
    long id,
    long botId,
    String botName,
    Optional<String> avatar,
    String publicKey,
    long flags,
    Optional<String> endpointUrl,
    Set<String> installTypes,
    boolean hasInstallLink,
    boolean isPublic,
    boolean requiresCodeGrant) {

  /** Small bots may switch it on for themselves; for those in many servers Discord grants it. */
  static final long MEMBERS_LIMITED = 1L << 15;

  private static final long MEMBERS = 1L << 14;

  public ApplicationInfo {
    installTypes = Set.copyOf(installTypes);
  }

  /** Where its picture is. */
  public Optional<String> avatarUrl() {
    return avatar.map(hash -> Cdn.avatar(id, hash));
  }

  /** Whether it may ask for the privileged intent Server Members. */
  public boolean maySeeMembers() {
    return (flags & (MEMBERS | MEMBERS_LIMITED)) != 0;
  }
}
