package net.prosperitybot.worker.servers;

import java.util.Optional;

/** What came of asking Discord for something. */
public sealed interface Sight<T> {

  /** There it is. */
  record Seen<T>(T it) implements Sight<T> {}

  /** It is not there, or not for our bot to see. */
  record OutOfReach<T>() implements Sight<T> {}

  /** Discord does not answer, or not now. */
  record NoAnswer<T>() implements Sight<T> {}

  /** There is no token for the bot that serves the server, or Discord refuses it. */
  record NoToken<T>() implements Sight<T> {}

  /** What is seen; empty whatever is in the way. */
  default Optional<T> seen() {
    return switch (this) {
      case Seen<T> seen -> Optional.of(seen.it());
      case OutOfReach<T> away -> Optional.empty();
      case NoAnswer<T> silence -> Optional.empty();
      case NoToken<T> refused -> Optional.empty();
    };
  }
}
