package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.contract.DiscordContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code demo --check} as a user does, from the packaged jars. */
class DemoCheckIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static Path traffic;
  private static int exitCode;
  private static String transcript;

  @BeforeAll
  static void check() throws IOException, InterruptedException {
    traffic = folder.resolve("traffic.jsonl");
    Path out = folder.resolve("transcript.txt");
    exitCode = demo(out, "--check", "--traffic", traffic.toString());
    transcript = Files.readString(out);
  }

  @Test
  void theWholeScenarioHappens() {
    assertEquals(0, exitCode, transcript);
    assertTrue(transcript.contains("✓"), transcript);
    assertTrue(!transcript.contains("✗"), transcript);
  }

  @Test
  void theTranscriptTellsWhoWroteWhatWasAnsweredAndWhatChanged() {
    assertTrue(transcript.contains("#general  Ann: Good morning, everyone!"), transcript);
    assertTrue(transcript.contains("#general  Ann: /level"), transcript);
    assertTrue(transcript.contains("↳ Prosperity: "), transcript);
    assertTrue(transcript.contains("XP of Ann: 0 → "), transcript);
    assertTrue(transcript.contains("Roles of Ann: none → Novice"), transcript);
    assertTrue(transcript.contains("Roles of Ann: Novice → Regular"), transcript);
  }

  @Test
  void theTrafficHoldsBothDirections() throws IOException {
    List<String> paths = new ArrayList<>();
    for (String line : Files.readAllLines(traffic)) {
      JsonNode exchange = JSON.readTree(line);
      for (String field : List.of("method", "path", "body", "status", "response")) {
        assertTrue(exchange.has(field), field + " is missing in " + line);
      }
      paths.add(exchange.path("method").asText() + " " + exchange.path("path").asText());
    }
    assertTrue(
        paths.stream().anyMatch(p -> p.matches("POST /interactions/\\d+")), paths.toString());
    assertTrue(
        paths.stream().anyMatch(p -> p.matches("PUT /api/v10/guilds/\\d+/members/\\d+/roles/\\d+")),
        paths.toString());
    assertTrue(
        paths.stream().anyMatch(p -> p.matches("POST /api/v10/channels/\\d+/messages.*")),
        paths.toString());
    assertTrue(
        paths.stream().anyMatch(p -> p.matches("PUT /api/v10/applications/\\d+/commands")),
        paths.toString());
  }

  @Test
  void theTrafficFitsDiscordsDocument() {
    DiscordContract.find()
        .ifPresent(contract -> assertEquals(List.of(), contract.traffic(traffic)));
  }

  @Test
  void aWrongOptionIsExplained() throws IOException, InterruptedException {
    Path out = folder.resolve("wrong.txt");
    assertEquals(2, demo(out, "--chekc"));
    assertEquals(
        "There is no option --chekc. Use --check, --port N, --bind ADDRESS, --only-discord or"
            + " --traffic FILE.",
        Files.readString(out).strip());
  }

  private static int demo(Path out, String... arguments) throws IOException, InterruptedException {
    Path home = ProjectHome.find();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dprosperity.home=" + home));
    command.addAll(List.of("-jar", home.resolve("demo/target/prosperity-demo.jar").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the demo did not end");
    return process.exitValue();
  }
}
