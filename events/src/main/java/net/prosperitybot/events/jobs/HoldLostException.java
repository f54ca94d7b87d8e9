package net.prosperitybot.events.jobs;

/** The job is not this process's any more, or the process is stopping: nothing more may be done. */
public final class HoldLostException extends RuntimeException {
  public HoldLostException(String message) {
    super(message);
  }
}
