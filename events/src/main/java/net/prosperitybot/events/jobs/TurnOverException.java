package net.prosperitybot.events.jobs;

/** All is saved, and the job goes on when the servers that wait have had their turn. */
final class TurnOverException extends RuntimeException {
  TurnOverException() {
    super("It is another server's turn");
  }
}
