package net.prosperitybot.common.serverfiles;

/** A server file that can't be taken, or may not; its words say what to do. */
public final class ServerFileException extends RuntimeException {
  public ServerFileException(String message) {
    super(message);
  }

  static ServerFileException inLine(long line, String what) {
    return new ServerFileException("Line " + line + ": " + what);
  }
}
