package net.prosperitybot.events.awards;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.events.testing.Invariant;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two processes that hear the same messages, as in a rolling restart or with two bots. */
class TwoProcessesIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final Pattern COMMITTED = Pattern.compile("committed=(\\d+)");

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void everyMessageOfBothEarnsOnce() throws Exception {
    Process one = start(0);
    Process two = start(30);
    int committed = committed(one) + committed(two);
    assertEquals(WriterProcess.MEMBERS * WriterProcess.MINUTES, committed);
    assertEquals(committed, Invariant.earned(TEST.database()));
    Invariant.assertHolds(TEST.database());
  }

  private static Process start(int firstUser) throws IOException {
    DatabaseConfig config = TEST.config();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                WriterProcess.class.getName(),
                config.jdbcUrl(),
                config.user(),
                config.password().reveal(),
                Integer.toString(firstUser)))
        .redirectErrorStream(true)
        .start();
  }

  private static int committed(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    Matcher found = COMMITTED.matcher(output);
    assertEquals(true, found.find(), output);
    return Integer.parseInt(found.group(1));
  }
}
