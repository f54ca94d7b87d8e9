package net.prosperitybot.events.bots;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.events.hosting.BotKind;
import net.prosperitybot.events.hosting.BotLauncher;
import net.prosperitybot.events.hosting.BotProfile;
import net.prosperitybot.events.hosting.HostedBot;
import net.prosperitybot.events.hosting.LaunchOrder;
import net.prosperitybot.events.hosting.WrongApplicationException;
import net.prosperitybot.events.session.BotIdentity;
import net.prosperitybot.events.session.TokenLookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bots of this process. At the end all stop hearing together, and are closed together, each
 * within a few seconds.
 */
public final class Bots implements BotLauncher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Bots.class);

  private final SharedParts shared;
  private final Map<Long, Bot> running = new ConcurrentHashMap<>();
  private boolean stopped;

  public Bots(SharedParts shared) {
    this.shared = shared;
  }

  /**
   * Asks Discord about the main bot's token, and prepares it; it connects with {@link #open}.
   *
   * @param shardCount into how many shards its servers are split; 0 for what Discord recommends
   * @param shards those of this process; none for all
   * @throws WrongApplicationException when the token belongs to another application
   * @throws net.prosperitybot.events.hosting.TokenRefusedException when Discord refuses the token
   * @throws IOException when Discord can't be reached, or answers otherwise than expected
   */
  public Bot prepareMain(long botId, Secret token, int shardCount, List<Integer> shards)
      throws IOException, InterruptedException {
    BotProfile profile = profile(botId, token);
    if (!profile.maySeeMembers()) {
      log.info(
          "Bot {} runs without the Server Members intent: members who leave stay on the leaderboard,"
              + " and who rejoins gets their roles back with the next level only. Switch it on at the"
              + " application's Bot page in the Developer Portal.",
          botId);
    }
    BotIdentity identity =
        new BotIdentity(BotKind.MAIN, botId, token, shardCount, shards, profile.maySeeMembers());
    return prepare(identity, profile, Optional.empty());
  }

  @Override
  public HostedBot launch(LaunchOrder order) throws IOException, InterruptedException {
    BotProfile profile = profile(order.botId(), order.token());
    boolean seesMembers = profile.maySeeMembers() && !order.withoutMembers();
    BotIdentity identity =
        new BotIdentity(BotKind.BRANDED, order.botId(), order.token(), 0, List.of(), seesMembers);
    Bot bot = prepare(identity, profile, order.statusText());
    open(bot);
    return bot;
  }

  private BotProfile profile(long botId, Secret token) throws IOException, InterruptedException {
    BotProfile profile = lookup().profile(token);
    if (profile.id() != botId) {
      throw new WrongApplicationException(botId, profile.id());
    }
    return profile;
  }

  private Bot prepare(BotIdentity identity, BotProfile profile, Optional<String> status)
      throws IOException, InterruptedException {
    return new Bot(
        identity, profile, status, lookup().gateway(identity.token()), shared, this::forget);
  }

  /** What a closed bot's session remembers goes with it. */
  private void forget(Bot closed) {
    running.remove(closed.profile().id(), closed);
  }

  private TokenLookup lookup() {
    return shared.sessions().lookup();
  }

  /** Connects it in the background; where that can't begin, it is closed. */
  public void open(Bot bot) throws IOException {
    register(bot);
    try {
      bot.open();
    } catch (IOException | RuntimeException e) {
      bot.close();
      throw e;
    }
  }

  private synchronized void register(Bot bot) throws IOException {
    if (stopped) {
      bot.close();
      throw new IOException("The service is stopping");
    }
    running.values().removeIf(Bot::isClosed);
    if (running.putIfAbsent(bot.profile().id(), bot) != null) {
      bot.close();
      throw new IllegalStateException("Bot " + bot.profile().id() + " runs here already");
    }
  }

  /** All hear no more, and none is launched any more. */
  public synchronized void stopHearing() {
    stopped = true;
    running.values().forEach(Bot::stopHearing);
  }

  @Override
  public void close() {
    stopHearing();
    List<Thread> closing =
        running.values().stream()
            .map(bot -> Thread.ofVirtual().name("bot-end").start(bot::close))
            .toList();
    try {
      for (Thread each : closing) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
