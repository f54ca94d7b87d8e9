package net.prosperitybot.worker.servers;

/** What came of asking Discord for something. */
public sealed interface Sight<T> {

  /** There it is. */
  record Seen<T>(T it) implements Sight<T> {}

  /** It is not there, or not for our bot to see. */
  record OutOfReach<T>() implements Sight<T> {}

  /** Discord does not answer, or not now. */
  record NoAnswer<T>() implements Sight<T> {}
}
