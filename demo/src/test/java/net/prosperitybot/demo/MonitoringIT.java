package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.Options;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alerts and dashboards of deploy/monitoring beside what both services print once everything
 * that the demo can do has happened.
 */
class MonitoringIT {
  private static final Path MONITORING = ProjectHome.find().resolve("deploy/monitoring");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<PrometheusSeries> PRINTED = new ArrayList<>();

  /** What Prometheus says of itself and of whom it asks. */
  private static final List<PrometheusSeries> PROMETHEUS =
      List.of(
          new PrometheusSeries("up", Map.of("job", "worker")),
          new PrometheusSeries("up", Map.of("job", "events")),
          new PrometheusSeries("ALERTS", Map.of("alertstate", "firing")));

  @TempDir private static Path folder;

  /** An alert or a panel, and what it asks. */
  private record Question(String asker, String expression) {}

  @BeforeAll
  static void play() throws IOException, InterruptedException {
    try (LocalStack stack = new LocalStack(ProjectHome.find(), folder, Options.generous());
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      DemoServer server = new DemoServer(stack.world());
      ServiceProcess worker = stack.startWorker();
      ServiceProcess events = stack.startEvents();
      new Scenario(stack.world(), server, new Transcript(stack.discord(), nowhere)).play();
      PRINTED.addAll(PROMETHEUS);
      PRINTED.addAll(PrometheusSeries.on(metrics(worker), "worker"));
      PRINTED.addAll(PrometheusSeries.on(metrics(events), "events"));
    }
  }

  private static String metrics(ServiceProcess service) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(service.management().resolve("/metrics")).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void everythingThatAlertsAndPanelsAskForIsPrintedByAService() throws IOException {
    List<Question> questions = new ArrayList<>(questionsOfAlerts());
    for (Path dashboard : dashboards()) {
      questions.addAll(questionsOf(dashboard));
    }
    assertTrue(questions.size() > 50, questions.toString());
    assertEquals(
        List.of(), questions.stream().flatMap(question -> complaints(question).stream()).toList());
  }

  @Test
  void whatNobodyPrintsIsNoticed() {
    assertEquals(
        List.of("x reads prosperity_award_total, which no service prints"),
        complaints(new Question("x", "sum(rate(prosperity_award_total[5m]))")));
    assertEquals(
        List.of("x reads prosperity_shards{state=\"conected\"}, which no service prints"),
        complaints(new Question("x", "up == 0 or prosperity_shards{state=\"conected\"} > 1e3")));
    assertEquals(
        List.of("x groups by colour, which its series don't have"),
        complaints(new Question("x", "sum by (job, colour) (up)")));
  }

  @Test
  void everyAlertSaysWhatHappensAndWhatToDo() throws IOException {
    for (JsonNode rule : rules()) {
      String name = rule.path("alert").asText();
      assertTrue(rule.at("/annotations/summary").asText().length() > 10, name);
      assertTrue(rule.at("/annotations/description").asText().length() > 20, name);
      assertTrue(Set.of("page", "ticket").contains(rule.at("/labels/severity").asText()), name);
    }
  }

  @Test
  void everyPanelHasATitleAUnitAndAPlaceOfItsOwn() throws IOException {
    for (Path dashboard : dashboards()) {
      Set<JsonNode> places = new HashSet<>();
      for (JsonNode panel : JSON.readTree(dashboard.toFile()).path("panels")) {
        String where = dashboard.getFileName() + ": " + panel.path("title").asText();
        assertTrue(!panel.path("title").asText().isBlank(), where);
        assertTrue(!panel.at("/fieldConfig/defaults/unit").asText().isBlank(), where);
        assertTrue(places.add(panel.path("gridPos")), where);
      }
      assertTrue(places.size() > 5, dashboard.toString());
    }
  }

  private static List<String> complaints(Question question) {
    List<String> complaints = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    PrometheusQuery query = new PrometheusQuery(question.expression());
    for (PrometheusQuery.Selector selector : query.selectors()) {
      List<PrometheusSeries> read = PRINTED.stream().filter(selector::reads).toList();
      read.forEach(series -> labels.addAll(series.labels().keySet()));
      if (read.isEmpty()) {
        complaints.add(
            "%s reads %s, which no service prints".formatted(question.asker(), selector.words()));
      }
    }
    query.groupedBy().stream()
        .filter(label -> !labels.contains(label) && complaints.isEmpty())
        .map(label -> question.asker() + " groups by " + label + ", which its series don't have")
        .forEach(complaints::add);
    return complaints;
  }

  private static List<JsonNode> rules() throws IOException {
    JsonNode file = new YAMLMapper().readTree(MONITORING.resolve("alerts.yml").toFile());
    List<JsonNode> rules = new ArrayList<>();
    file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  private static List<Question> questionsOfAlerts() throws IOException {
    return rules().stream()
        .map(rule -> new Question(rule.path("alert").asText(), rule.path("expr").asText()))
        .toList();
  }

  private static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(MONITORING.resolve("grafana/dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static List<Question> questionsOf(Path dashboard) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (JsonNode panel : JSON.readTree(dashboard.toFile()).path("panels")) {
      String asker = dashboard.getFileName() + ": " + panel.path("title").asText();
      panel
          .path("targets")
          .forEach(target -> questions.add(new Question(asker, target.path("expr").asText())));
    }
    return questions;
  }
}
