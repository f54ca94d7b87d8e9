package net.prosperitybot.common.jobs;

import java.util.Map;
import java.util.Optional;

/**
 * Work that is asked for.
 *
 * @param id the snowflake of what asks for it; a server's jobs are done by rising id
 * @param parameters what the kind of work needs to know, by lower-case words
 */
public record NewJob(
    long guildId,
    long id,
    JobKind kind,
    Map<String, Long> parameters,
    Optional<ProgressPlace> place) {
  public NewJob {
    parameters = Map.copyOf(parameters);
  }
}
