package net.prosperitybot.common.premium;

import java.time.Instant;
import java.util.Optional;

/** How a user stands with premium. */
public sealed interface Premium {

  /** Never had any, or it ended longer ago than the grace period. */
  record None() implements Premium {}

  /**
   * Has it.
   *
   * @param until empty when no end is known
   */
  record Active(Optional<Instant> until) implements Premium {}

  /** It ended; what it is good for goes on until then. */
  record Grace(Instant until) implements Premium {}

  /** Whether what premium is good for works. */
  default boolean works() {
    return switch (this) {
      case None none -> false;
      case Active active -> true;
      case Grace grace -> true;
    };
  }
}
