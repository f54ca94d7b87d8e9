package net.prosperitybot.events.awards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.prosperitybot.events.testing.Invariant;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept awards and a disk that does not take them all, or that gives back less than it took. */
class SpillFilesIT {
  private static final int AWARDS = 200;

  /** A file's largest size in the shell's blocks of 512 bytes: less than the awards need. */
  private static final int BLOCKS = 32;

  private static final Pattern COUNTS = Pattern.compile("kept=(\\d+) lost=(\\d+)");

  private final TestDatabase test = TestDatabase.create();
  private final AwardPipeline pipeline = new AwardPipeline(test.database(), 1000);

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    pipeline.close();
    Invariant.assertHolds(test.database());
    test.close();
  }

  @Test
  void aDiskThatFillsUpKeepsTheFirstAwardsAndTheLostOnesAreCountedAndLogged() throws Exception {
    String output = spillInto(BLOCKS);
    Matcher counts = COUNTS.matcher(output);
    assertTrue(counts.find(), output);
    int kept = Integer.parseInt(counts.group(1));
    int lost = Integer.parseInt(counts.group(2));
    assertTrue(kept > 0 && lost > 0, output);
    assertEquals(AWARDS, kept + lost);
    assertTrue(output.contains(lost + " of " + AWARDS + " awards that waited are lost"), output);

    recover();
    assertEquals(kept, Invariant.earned(test.database()));
    assertEquals(List.of(), files());
  }

  @Test
  void aDiskThatTakesNothingKeepsNothingAndTheNextProcessStarts() throws Exception {
    String output = spillInto(0);
    assertTrue(output.contains("kept=0 lost=" + AWARDS), output);
    recover();
    assertEquals(0, Invariant.earned(test.database()));
    assertEquals(List.of(), files());
  }

  @Test
  void ofAFileThatAKilledProcessDidNotFinishAllWholeLinesCount() throws Exception {
    new SpillFiles(folder, new SimpleMeterRegistry()).spill(SpillProcess.offers(3));
    Path whole = folder.resolve(files().getFirst());
    String text = Files.readString(whole);
    Files.delete(whole);
    Files.writeString(folder.resolve("x.tmp"), text.substring(0, text.length() - 10));
    recover();
    assertEquals(2, Invariant.earned(test.database()));
    assertEquals(List.of(), files());
  }

  @Test
  void aLineThatNobodyCanReadIsCountedAndSetAsideAndTheOthersCount() throws Exception {
    new SpillFiles(folder, new SimpleMeterRegistry()).spill(SpillProcess.offers(3));
    String name = files().getFirst();
    List<String> lines = Files.readAllLines(folder.resolve(name));
    lines.set(2, lines.get(2).replace("\"user\":", "\"nobody\":"));
    Files.write(folder.resolve(name), lines);
    recover();
    assertEquals(2, Invariant.earned(test.database()));
    assertEquals(1, pipeline.count("lost"));
    assertEquals(List.of(name + ".unreadable"), files());
    recover(); // and is not in the way of the next start
  }

  private void recover() throws Exception {
    new SpillFiles(folder, pipeline.meters).recover(pipeline.writer);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** What a process printed whose files the kernel refuses to let grow beyond so many blocks. */
  private String spillInto(int blocks) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -f " + blocks + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", // a file, too
                "-cp",
                classPath,
                SpillProcess.class.getName(),
                folder.toString(),
                Integer.toString(AWARDS))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
