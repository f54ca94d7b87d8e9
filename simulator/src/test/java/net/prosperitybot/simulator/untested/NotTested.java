package net.prosperitybot.simulator.untested;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Says what a run could not test: at once, and in a file that {@code ./prosperity test} ends with.
 */
public final class NotTested {
  private NotTested() {}

  /**
   * Tells.
   *
   * @param what was not tested, and why
   */
  public static void tell(String what) {
    String words = "NOT TESTED: " + what;
    System.out.println(words);
    Path file = Path.of("target", "not-tested.txt");
    try {
      Files.writeString(file, words + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
