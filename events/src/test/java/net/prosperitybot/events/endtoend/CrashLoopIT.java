package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.whitelabel.BotState;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Intents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty branded bots whose sessions die again and again, beside the main bot and one that works.
 */
class CrashLoopIT {
  private static final int CRASHING = 50;
  private static final long OWNER = 1;

  /** Ends a session for good, and says nothing of the token or the intents. */
  private static final int CLOSE_CODE = 4010;

  /** The first try and what back-off leaves of a minute. */
  private static final int MOST_IDENTIFIES = 4;

  private final World world;
  private final WhitelabelStore store;
  private final LocalApplication calm;
  private final List<LocalApplication> crashing;
  private final Map<Long, Integer> deaths = new ConcurrentHashMap<>();
  private final Thread closer = Thread.ofVirtual().unstarted(this::closeAgainAndAgain);

  CrashLoopIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    this.store = new WhitelabelStore(world.database());
    this.calm = application("Calm");
    calm.invite(world.server, World.BOT_PERMISSIONS);
    this.crashing =
        IntStream.range(0, CRASHING).mapToObj(i -> application("Crashing " + i)).toList();
    new PremiumStore(world.database(), new PremiumConfig(OptionalLong.empty(), Duration.ofDays(3)))
        .grant(OWNER, Optional.empty(), Optional.empty());
  }

  private LocalApplication application(String name) {
    return world.discord.createApplication(name).grant(Intents.GUILD_MEMBERS).maxConcurrency(16);
  }

  @AfterEach
  void stop() throws InterruptedException {
    closer.interrupt();
    closer.join();
    world.close();
  }

  @Test
  void fiftyThatConnectAndDieDisturbNeitherTheMainBotNorTheFiftyFirst() throws Exception {
    LocalRole role = world.levelRole("Novice", 1);
    try (Events events = world.startEvents()) {
      setUp(calm);
      events.supervisor().poll();
      world.await(() -> row(calm).state() == BotState.RUNNING);
      List<String> undisturbed = List.of(session(world.bot), session(calm));
      Instant from = Instant.now();

      crashing.forEach(this::setUp);
      closer.start();
      events.supervisor().poll();
      world.chatToLevelOne(world.ann);
      world.await(() -> crashing.stream().allMatch(this::isPutOff));
      tryAgain(events);
      world.chat(world.ann);
      world.await(() -> crashing.stream().allMatch(each -> deaths.getOrDefault(each.id(), 0) > 1));
      world.await(() -> world.ann.roles().contains(role));
      world.awaitDelivered();

      assertEquals(undisturbed, List.of(session(world.bot), session(calm)));
      assertEquals(0, world.bot.identifiesSince(from) + calm.identifiesSince(from));
      assertEquals(List.of(calm.id()), noticesBy());
      for (LocalApplication each : crashing) {
        assertTrue(each.identifiesSince(from) <= MOST_IDENTIFIES, each.name());
      }
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
  }

  /** As if the pause after the first failure were over for all of them. */
  private void tryAgain(Events events) {
    world.forgetIdentifies();
    world
        .database()
        .dsl()
        .execute("UPDATE whitelabel_bots SET due_at = UTC_TIMESTAMP(3) WHERE state = 'waiting'");
    events.supervisor().poll();
  }

  private boolean isPutOff(LocalApplication application) {
    WhitelabelBot row = row(application);
    return row.state() == BotState.WAITING && row.stateDetail().isPresent();
  }

  private void closeAgainAndAgain() {
    Set<Long> doomed = ids(crashing);
    try {
      while (true) {
        for (SessionView session : world.discord.gateway().sessions()) {
          if (session.connected() && doomed.contains(session.applicationId())) {
            deaths.merge(session.applicationId(), 1, Integer::sum);
            world.discord.gateway().close(session.id(), CLOSE_CODE);
          }
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  private static Set<Long> ids(List<LocalApplication> applications) {
    return applications.stream().map(LocalApplication::id).collect(Collectors.toSet());
  }

  private void setUp(LocalApplication application) {
    NewBot bot =
        new NewBot(
            application.id(),
            OWNER,
            application.name(),
            Optional.empty(),
            World.VAULT.seal(application.id(), new Secret(application.token())),
            application.publicKeyHex(),
            0);
    world.database().transaction(tx -> WhitelabelStore.setUp(tx, bot, CRASHING + 1));
  }

  private WhitelabelBot row(LocalApplication application) {
    return store.find(application.id()).orElseThrow();
  }

  private static String session(LocalApplication application) {
    return application.sessions().stream()
        .filter(SessionView::connected)
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** The author of each notice. */
  private List<Long> noticesBy() {
    return world.channel.messages().stream()
        .map(LocalMessage::authorId)
        .filter(author -> author != world.ann.id())
        .toList();
  }
}
