package net.prosperitybot.common.whitelabel;

import java.time.Instant;
import java.util.Optional;
import net.prosperitybot.common.discord.Cdn;
import net.prosperitybot.common.tokens.SealedToken;

/**
 * A branded bot's row, as it was at one moment.
 *
 * @param botId the application's id, which is the bot's user id too
 * @param ownerId who ran setup last and pays
 * @param avatar the hash of its picture
 * @param token empty from the moment on that it is to be deleted
 * @param publicKey 64 hex digits
 * @param applicationFlags Discord's flags of the application, as last read
 * @param statusText what stands under its name in the member list
 * @param generation rises with every wish of the owner
 * @param appliedGeneration the last wish that was made so
 * @param stateDetail words for the owner: what happened and what to do
 * @param attempts failed ones since it last ran
 * @param isDue whether {@code WAITING} is over, by the database's clock
 * @param leaseOwner the process that holds it or held it last
 * @param isHeld whether its lease still runs, by the database's clock
 */
public record WhitelabelBot(
    long botId,
    long ownerId,
    String name,
    Optional<String> avatar,
    Optional<SealedToken> token,
    String publicKey,
    long applicationFlags,
    EndpointState endpoint,
    Optional<String> statusText,
    BotAction lastAction,
    Instant lastActionAt,
    Wanted wanted,
    long generation,
    long appliedGeneration,
    BotState state,
    Optional<String> stateDetail,
    Instant stateSince,
    int attempts,
    boolean isDue,
    Optional<String> leaseOwner,
    boolean isHeld) {

  /** Whether what was last wanted has been made so. */
  public boolean isApplied() {
    return appliedGeneration == generation;
  }

  /** Where its picture is. */
  public Optional<String> avatarUrl() {
    return avatar.map(hash -> Cdn.avatar(botId, hash));
  }
}
