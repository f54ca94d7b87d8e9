package net.prosperitybot.common.jobs;

import java.time.Duration;
import java.time.Instant;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.Snowflake;

/**
 * The answer to an interaction, which can be edited for a while.
 *
 * @param applicationId the application that answered
 * @param token lets its holder edit the answer
 * @param until when Discord forgets the token
 */
public record ProgressPlace(long applicationId, Secret token, Instant until) {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  /** The answer to this interaction. */
  public static ProgressPlace answerTo(long interactionId, long applicationId, Secret token) {
    return new ProgressPlace(
        applicationId, token, Snowflake.timeOf(interactionId).plus(TOKEN_LIFE));
  }
}
