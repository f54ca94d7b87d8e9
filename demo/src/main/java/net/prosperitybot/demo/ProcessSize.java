package net.prosperitybot.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * How large a JVM on this machine is after its garbage was collected; Linux only.
 *
 * @param threads of the operating system
 * @param rssMebibytes what it holds of the machine's memory
 * @param heapMebibytes what of its heap is reached
 */
public record ProcessSize(long threads, double rssMebibytes, double heapMebibytes) {
  private static final double KIBIBYTES = 1024;

  /**
   * Measures now.
   *
   * @throws IOException when the process is gone or this is not Linux
   */
  public static ProcessSize of(ServiceProcess process) throws IOException, InterruptedException {
    // Twice: what the first one frees may hold what the second one does.
    jcmd(process, "GC.run");
    jcmd(process, "GC.run");
    // Counts what is reached at one moment, so that no garbage of a busy process counts.
    String heap = jcmd(process, "GC.class_histogram");
    String status = Files.readString(Path.of("/proc/%d/status".formatted(process.pid())));
    return new ProcessSize(
        sum("Threads:\\s+(\\d+)", status),
        sum("VmRSS:\\s+(\\d+)", status) / KIBIBYTES,
        sum("Total\\s+\\d+\\s+(\\d+)", heap) / KIBIBYTES / KIBIBYTES);
  }

  private static String jcmd(ServiceProcess process, String command)
      throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!jcmd.waitFor(1, TimeUnit.MINUTES) || jcmd.exitValue() != 0) {
      throw new IOException("jcmd " + command + " said: " + said);
    }
    return said;
  }

  private static long sum(String pattern, String text) throws IOException {
    long[] found =
        Pattern.compile(pattern)
            .matcher(text)
            .results()
            .mapToLong(number -> Long.parseLong(number.group(1)))
            .toArray();
    if (found.length == 0) {
      throw new IOException("No %s in: %s".formatted(pattern, text));
    }
    return Arrays.stream(found).sum();
  }
}
