package net.prosperitybot.events.discord;

import java.util.concurrent.CompletableFuture;
import net.prosperitybot.common.jobs.ProgressPlace;

/** Edits the answers that interactions got, for as long as their tokens live. */
public interface AnswerActions {

  /**
   * Puts these words in place of all that the answer shows; pings nobody. Does not wait, and the
   * result never completes exceptionally.
   *
   * @param guildId the server that the interaction was used in
   */
  CompletableFuture<EditResult> edit(long guildId, ProgressPlace place, String words);

  /** What became of an edit. */
  enum EditResult {
    EDITED,
    /** The answer or its token is gone: no later edit can work. */
    GONE,
    /** Not now; a later edit may work. */
    FAILED
  }
}
