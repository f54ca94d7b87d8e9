package net.prosperitybot.common.jobs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A job as its holder got it.
 *
 * @param parameters what the kind of work needs to know
 * @param place where progress is shown, while Discord allows it
 * @param position how far it had come, in terms of its kind; 0 at first
 * @param counts as they were saved with the position
 * @param startedAt when it was first begun, by the database's clock
 * @param claimedAt the database's time of the claim
 * @param attempts how often it failed since it came further last
 * @param owner who claimed it
 */
public record Job(
    long guildId,
    long id,
    JobKind kind,
    Map<String, Long> parameters,
    Optional<ProgressPlace> place,
    long position,
    JobCounts counts,
    Optional<Instant> startedAt,
    Instant claimedAt,
    int attempts,
    String owner) {
  public Job {
    parameters = Map.copyOf(parameters);
  }
}
