package net.prosperitybot.worker.fuzzing;

import static net.prosperitybot.common.database.schema.Tables.WHITELABEL_BOTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.worker.RunningWorker;
import net.prosperitybot.worker.WorkerRig;
import org.awaitility.Awaitility;

/**
 * A whole worker with one server and a customer, and what has to be true of each of its answers.
 */
final class FuzzedWorker implements AutoCloseable {
  private static final int COMMANDS = 9;
  private static final int OK = 200;
  private static final int MALFORMED = 400;
  private static final int TOO_LARGE = 413;

  /** The most characters that Discord takes, by name and whatever it belongs to. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "content", 2_000, "description", 4_096, "title", 256, "custom_id", 100, "value", 1_024);

  private static final Pattern FAULT =
      Pattern.compile("Something went wrong\\. Error id: `[0-9a-f]{8}`");

  private final JsonMapper json = new JsonMapper();
  private final RunningWorker running = RunningWorker.startWithWhitelabel();
  private final AnyInteraction interactions;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  FuzzedWorker() {
    LocalServer server = running.discord().createServer("Café");
    LocalChannel channel = server.createTextChannel("chat");
    LocalRole role = server.createRole("Regular");
    LocalMember ann = server.join("ann");
    running.application().invite(server, (1L << 53) - 1);
    WorkerRig.guild(running.database(), server.id(), true);
    WorkerRig.member(running.database(), server.id(), ann.id(), 5_000, true);
    new PremiumStore(
            running.database(), new PremiumConfig(OptionalLong.empty(), Duration.ofDays(1)))
        .grant(ann.id(), Optional.empty(), Optional.empty());
    List<LocalApplication> brands =
        List.of(
            running.discord().createApplication("Acme"),
            running.discord().createApplication("Emca"));
    Awaitility.await().until(() -> running.application().commands().size() == COMMANDS);
    this.interactions =
        new AnyInteraction(
            running.application().id(),
            running.application().commands(),
            ann.id(),
            LongStream.concat(
                    LongStream.of(server.id(), channel.id(), role.id(), ann.id()),
                    brands.stream().mapToLong(LocalApplication::id))
                .boxed()
                .toList(),
            brands.stream().map(LocalApplication::token).toList());
  }

  /** An interaction, which is answered within Discord's limits and without a fault of ours. */
  void anyInteraction(Choices draw) throws IOException, InterruptedException {
    JsonNode interaction = interactions.next(draw);
    HttpResponse<String> answer = send(interaction.toString().getBytes(StandardCharsets.UTF_8));
    if (answer.statusCode() == OK) {
      interactions.learn(checked(interaction.toString(), answer.body()));
    }
  }

  /** Bytes, which are answered with a refusal if they are no interaction. */
  void anyBody(byte[] body) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(body);
    if (answer.statusCode() == OK) {
      checked(new String(body, StandardCharsets.UTF_8), answer.body());
    }
  }

  private HttpResponse<String> send(byte[] body) throws IOException, InterruptedException {
    HttpResponse<String> answer = running.caller().send(running.caller().signed(body));
    int status = answer.statusCode();
    outcomes.merge(Integer.toString(status), 1, Integer::sum);
    if (status != OK && status != MALFORMED && status != TOO_LARGE) {
      throw new AssertionError(
          status + " " + answer.body() + "\nto " + new String(body, StandardCharsets.UTF_8));
    }
    return answer;
  }

  private JsonNode checked(String sent, String body) throws IOException {
    JsonNode answer = json.readTree(body);
    outcomes.merge("type " + answer.path("type").asInt(), 1, Integer::sum);
    if (FAULT.matcher(answer.at("/data/content").asText()).matches()) {
      throw new AssertionError("A fault: " + sent);
    }
    LIMITS.forEach(
        (name, most) -> {
          for (JsonNode text : answer.findValues(name)) {
            if (text.asText().length() > most) {
              throw new AssertionError(name + " is too long in " + body + "\nto " + sent);
            }
          }
        });
    return answer;
  }

  /** How many of each answer there were. */
  Map<String, Integer> outcomes() {
    return outcomes;
  }

  /** How many customers have set up by now. */
  int brandedBots() {
    return running.database().dsl().fetchCount(WHITELABEL_BOTS);
  }

  /** Whether the worker counts no handler that ended in a fault; late answers are among them. */
  boolean hasNoFaults() throws IOException, InterruptedException {
    return running
        .metrics()
        .lines()
        .filter(line -> line.startsWith("prosperity_interactions_failed_total"))
        .allMatch(line -> line.endsWith(" 0.0"));
  }

  @Override
  public void close() {
    running.close();
  }
}
