package net.prosperitybot.events.hosting;

/** A token belongs to another application than the one it was given for. */
public final class WrongApplicationException extends RuntimeException {
  private final long wanted;
  private final long actual;

  public WrongApplicationException(long wanted, long actual) {
    super("The token belongs to application %d, not to %d".formatted(actual, wanted));
    this.wanted = wanted;
    this.actual = actual;
  }

  /** The application that was to run. */
  public long wanted() {
    return wanted;
  }

  /** The token's application. */
  public long actual() {
    return actual;
  }
}
