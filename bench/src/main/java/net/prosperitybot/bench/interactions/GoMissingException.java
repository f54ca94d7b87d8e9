package net.prosperitybot.bench.interactions;

import java.io.IOException;
import java.io.Serial;

/** The reference for PINGs can't be built on this machine. */
public final class GoMissingException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  GoMissingException(IOException cause) {
    super("The reference is written in Go; install it (package golang-go of most systems)", cause);
  }
}
