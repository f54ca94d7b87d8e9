package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.events.EventsConfig;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.worker.WorkerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker-compose.yml starts with which profile, and what it lets out of the machine. */
class ComposeFileTest {
  private static final Set<String> BOT = Set.of("mysql", "migrate", "worker", "events");
  private static final Set<String> DEMO =
      Set.of("demo", "demo-mysql", "demo-worker", "demo-events");

  private final Path home = ProjectHome.find();
  private final ComposeFile compose = ComposeFile.of(home);

  // Who starts when

  @Test
  void theBotStartsWithEachProfileButTheDemos() throws IOException {
    assertEquals(BOT, startedBy("bot"));
    assertEquals(with(BOT, "proxy"), startedBy("proxy"));
    assertEquals(with(BOT, "prometheus", "grafana"), startedBy("monitoring"));
    assertEquals(DEMO, startedBy("demo"));
    assertTrue(lines(".env.example").contains("COMPOSE_PROFILES=bot"));
  }

  private Set<String> startedBy(String profile) {
    Set<String> started = new TreeSet<>();
    for (String service : compose.services()) {
      List<String> profiles = compose.listOf(service, "profiles");
      assertFalse(profiles.isEmpty(), service + " would start beside the demo");
      if (profiles.contains(profile)) {
        started.add(service);
      }
    }
    return started;
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void theDemoSharesNothingWithTheBot() {
    for (String service : DEMO) {
      assertTrue(DEMO.containsAll(compose.mapOf(service, "depends_on").keySet()), service);
      for (String shared : List.of("volumes", "secrets", "env_file")) {
        assertEquals(List.of(), compose.listOf(service, shared), service);
      }
    }
  }

  /** Compose wants what ${NAME:?} asks for before it looks at profiles. */
  @Test
  void whatTheBotNeedsIsAskedForWhereTheDemoIsNotAsked() throws IOException {
    assertFalse(compose.text().contains(":?"));
    List<String> example = lines(".env.example");
    for (String name : List.of("DISCORD_APPLICATION_ID", "DISCORD_PUBLIC_KEY")) {
      String asked = "%1$s=${%1$s:?is missing in .env, see .env.example}".formatted(name);
      assertTrue(lines("deploy/compose/bot.env").contains(asked), name);
      assertTrue(example.contains(name + "="), name);
    }
    for (String service : List.of("worker", "events")) {
      assertEquals(List.of("deploy/compose/bot.env"), compose.listOf(service, "env_file"));
    }
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(home.resolve(file));
  }

  // What is inside

  @Test
  void everyImageThatIsBuiltHereIsInTheDockerfile() throws IOException {
    String dockerfile = Files.readString(home.resolve("Dockerfile"));
    List<String> targets = new ArrayList<>();
    for (String service : compose.services()) {
      Map<String, Object> build = compose.mapOf(service, "build");
      if (!build.isEmpty()) {
        String target = String.valueOf(build.get("target"));
        targets.add(target);
        assertTrue(dockerfile.matches("(?s).*\nFROM service AS " + target + "\n.*"), target);
      }
    }
    assertEquals(Set.of("worker", "events", "demo"), Set.copyOf(targets));
  }

  @Test
  void theDemosServicesHaveAllSettingsThatTheyNeed() {
    CommonSettings discord = CommonSettings.read(Env.of(compose.environment("demo")));
    WorkerConfig worker = WorkerConfig.read(Env.of(compose.environment("demo-worker")));
    EventsConfig events = EventsConfig.read(Env.of(compose.environment("demo-events")));
    assertEquals(
        discord.bot().key().publicKeyHex(),
        compose.environment("demo-worker").get("DISCORD_PUBLIC_KEY"));
    assertEquals(discord.bot().id(), worker.applicationId());
    assertEquals(discord.bot().id(), events.applicationId());
    Map<String, String> mysql = compose.environment("demo-mysql");
    for (String service : List.of("demo", "demo-worker", "demo-events")) {
      Map<String, String> settings = compose.environment(service);
      assertEquals("demo-mysql", settings.get("DB_HOST"));
      assertEquals(mysql.get("MYSQL_DATABASE"), settings.get("DB_NAME"));
      assertEquals(mysql.get("MYSQL_USER"), settings.get("DB_USER"));
      assertEquals(mysql.get("MYSQL_PASSWORD"), settings.get("DB_PASSWORD"));
    }
    assertEquals(discord.bot().token(), worker.botToken().reveal());
    assertEquals(discord.bot().token(), events.botToken().reveal());
    assertEquals(discord.premium(), worker.premium().sku().orElseThrow());
    assertEquals("demo", worker.discordApi().getHost());
    assertEquals(DemoOptions.DEFAULT_PORT, worker.discordApi().getPort());
    assertEquals("demo-worker", discord.worker().getHost());
    assertFalse(worker.vault().isEmpty(), "branded bots can be tried, too");
  }

  @Test
  void theImageOfTheLocalDiscordUnderstandsWhatComposeAddsToItsCommand() throws IOException {
    String dockerfile = Files.readString(home.resolve("Dockerfile"));
    String entry = dockerfile.substring(dockerfile.lastIndexOf("ENTRYPOINT"));
    String arguments = entry.substring(entry.indexOf("\"--")).replaceAll("[\\]\",\n]", "");
    String command = String.valueOf(compose.of("demo", "command"));
    DemoOptions shown = DemoOptions.parse((arguments + " " + command).strip().split(" +"));
    assertTrue(shown.onlyDiscord());
    assertFalse(shown.check());
    assertTrue(shown.bind().isAnyLocalAddress());
    assertEquals(DemoOptions.DEFAULT_PORT, shown.port());
  }

  // What it may

  @Test
  void onlyTheProxyIsReachedFromOutside() {
    for (String service : compose.services()) {
      List<String> published = compose.listOf(service, "ports");
      assertTrue(
          service.equals("proxy") || published.stream().allMatch(p -> p.startsWith("127.0.0.1:")),
          service + published);
    }
    assertEquals(List.of("127.0.0.1:8420:8420"), compose.listOf("demo", "ports"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"worker", "events", "migrate", "demo", "demo-worker", "demo-events", "demo-mysql"})
  void aServiceMayNoMoreThanItNeeds(String service) {
    assertEquals(
        List.of("no-new-privileges:true"), compose.listOf(service, "security_opt"), service);
    assertTrue(compose.mapOf(service, "deploy").toString().contains("memory"), service);
    if (!service.endsWith("mysql")) {
      assertEquals(true, compose.of(service, "read_only"));
      assertEquals(List.of("ALL"), compose.listOf(service, "cap_drop"));
    }
  }
}
