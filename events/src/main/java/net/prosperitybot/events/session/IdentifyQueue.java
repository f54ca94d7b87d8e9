package net.prosperitybot.events.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;
import net.dv8tion.jda.internal.JDAImpl;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.events.hosting.EndCause;
import net.prosperitybot.events.hosting.TokenRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one bot's shards wait for their turn to identify; a RESUME needs none.
 *
 * <p>The library appends a shard that is to begin a session. Those of one bucket go one after the
 * other, on a virtual thread that lives while somebody waits. A shard whose connection fails is
 * tried again after a growing pause, and not counted again, for it has sent nothing. When the day's
 * IDENTIFYs are used up, the main bot waits and says so; a branded bot's session ends.
 *
 * <p>From a turn to the IDENTIFY a minute may pass, for the library makes pauses of its own. So an
 * old turn is taken anew where the library asks for the gateway's address, right before it
 * connects.
 *
 * <p>It also names the gateway of the Discord that we were pointed at: what the library falls back
 * to after a failed connect is always the public one.
 */
final class IdentifyQueue extends SessionControllerAdapter {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A budget may be freed by hand, so that is looked at now and then. */
  private static final Duration EXHAUSTED_LOOK = Duration.ofMinutes(5);

  private static final Duration FRESH = Duration.ofMinutes(1);

  /** A connection that takes this long after its turn takes another. */
  private static final Duration TURN = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(IdentifyQueue.class);

  private final BotIdentity identity;
  private final IdentifyTurns turns;
  private final TokenLookup lookup;
  private final Consumer<EndCause> end;
  private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
  private volatile GatewayAddress gateway;
  private volatile long askedAtNanos = System.nanoTime();
  private volatile boolean closed;

  /**
   * A queue.
   *
   * @param gateway what Discord has just said of it
   * @param end is told why no shard will identify any more
   */
  IdentifyQueue(
      BotIdentity identity,
      GatewayAddress gateway,
      IdentifyTurns turns,
      TokenLookup lookup,
      Consumer<EndCause> end) {
    this.identity = identity;
    this.gateway = gateway;
    this.turns = turns;
    this.lookup = lookup;
    this.end = end;
  }

  @Override
  public String getGateway() {
    lanes.values().stream().filter(Lane::isWorkedBySelf).findFirst().ifPresent(this::renewTurn);
    return gateway.url();
  }

  /** For a connection that is about to be made; a RESUME's is made by no lane. */
  private void renewTurn(Lane lane) {
    try {
      while (System.nanoTime() - lane.turnNanos >= TURN.toNanos()) {
        if (turns.renew(identity.botId(), lane.bucket) instanceof IdentifyBudget.Wait wait) {
          Thread.sleep(wait.time());
        } else {
          lane.turnNanos = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("Nobody identifies any more", e);
    }
  }

  @Override
  public ShardedGateway getShardedGateway(JDA api) {
    GatewayAddress now = gateway;
    return new ShardedGateway(now.url(), now.recommendedShards(), now.concurrency());
  }

  @Override
  public void appendSession(SessionConnectNode node) {
    lane(node).add(node);
  }

  @Override
  public void removeSession(SessionConnectNode node) {
    lane(node).waiting.remove(node);
  }

  /** Nobody identifies any more. */
  void close() {
    closed = true;
    lanes.values().forEach(Lane::interrupt);
  }

  private Lane lane(SessionConnectNode node) {
    return lanes.computeIfAbsent(bucketOf(node), Lane::new);
  }

  private int bucketOf(SessionConnectNode node) {
    return node.getShardInfo().getShardId() % gateway.concurrency();
  }

  /** Waits for a turn; false when there will be none. */
  private boolean mayIdentify(int bucket) throws InterruptedException {
    while (true) {
      Optional<IdentifyBudget.Exhausted> used = usedUpAtDiscord();
      IdentifyBudget.Answer answer =
          used.isPresent() ? used.get() : turns.ask(identity.botId(), bucket);
      switch (answer) {
        case IdentifyBudget.Go go -> {
          return true;
        }
        case IdentifyBudget.Wait wait -> Thread.sleep(wait.time());
        case IdentifyBudget.Exhausted exhausted -> {
          if (!waitsOut(exhausted)) {
            return false;
          }
        }
      }
    }
  }

  private boolean waitsOut(IdentifyBudget.Exhausted exhausted) throws InterruptedException {
    return switch (identity.kind()) {
      case MAIN -> {
        log.error(
            "Bot {} has identified {} times in a day and waits, up to {}. Find out why its"
                + " sessions do not last: Discord resets a token that identifies too often.",
            identity.botId(),
            exhausted.sent(),
            exhausted.until());
        Thread.sleep(pauseFor(exhausted));
        yield true;
      }
      case BRANDED -> {
        end.accept(new EndCause.IdentifiesExhausted(exhausted.sent(), exhausted.until()));
        yield false;
      }
    };
  }

  /** Not shorter than what Discord said stays fresh: asked sooner, it would not be asked again. */
  static Duration pauseFor(IdentifyBudget.Exhausted exhausted) {
    Duration until = exhausted.until();
    Duration notLonger = until.compareTo(EXHAUSTED_LOOK) < 0 ? until : EXHAUSTED_LOOK;
    return notLonger.compareTo(FRESH) < 0 ? FRESH : notLonger;
  }

  /** By what Discord itself counts; asked anew when that was a while ago. */
  private Optional<IdentifyBudget.Exhausted> usedUpAtDiscord() throws InterruptedException {
    if (System.nanoTime() - askedAtNanos >= FRESH.toNanos()) {
      try {
        gateway = lookup.gateway(identity.token());
        askedAtNanos = System.nanoTime();
      } catch (IOException | TokenRefusedException e) {
        // The IDENTIFY will tell.
        log.info("Bot {}: the gateway's limits are not known: {}", identity.botId(), e.toString());
        return Optional.empty();
      }
    }
    GatewayAddress now = gateway;
    return now.startsLeft() > 0
        ? Optional.empty()
        : Optional.of(new IdentifyBudget.Exhausted(now.starts(), now.resetAfter()));
  }

  private void connect(SessionConnectNode node) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    if (node.isReconnect() && node.getJDA() instanceof JDAImpl shard) {
      // So that it asks for the address, and so for a turn, after the library's own pause.
      shard.resetGatewayUrl();
    }
    while (!closed) {
      try {
        node.run(true);
        return;
      } catch (RejectedExecutionException e) {
        log.debug("The session was closed meanwhile");
        return;
      } catch (RuntimeException e) {
        log.warn(
            "Bot {} can't connect to the gateway, and tries again: {}",
            identity.botId(),
            e.getCause() == null ? e.toString() : e.getCause().toString());
      }
      Thread.sleep(pause);
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }

  /** The shards of one bucket. */
  private final class Lane {
    final Queue<SessionConnectNode> waiting = new ConcurrentLinkedQueue<>();
    private final int bucket;
    private volatile @Nullable Thread thread;

    /** When the last turn was taken; for its own thread. */
    long turnNanos;

    Lane(int bucket) {
      this.bucket = bucket;
    }

    synchronized void add(SessionConnectNode node) {
      waiting.remove(node);
      waiting.add(node);
      workIfSomebodyWaits();
    }

    boolean isWorkedBySelf() {
      return thread == Thread.currentThread();
    }

    private void workIfSomebodyWaits() {
      if (thread == null && !closed && !waiting.isEmpty()) {
        thread =
            Thread.ofVirtual()
                .name("identify-" + identity.botId() + "-" + bucket)
                .start(this::untilNobodyWaits);
      }
    }

    private void untilNobodyWaits() {
      try {
        SessionConnectNode node = next();
        while (node != null) {
          identify(node);
          node = next();
        }
      } catch (InterruptedException e) {
        log.debug("Bot {} identifies no more", identity.botId());
      } finally {
        ended();
      }
    }

    private void identify(SessionConnectNode node) throws InterruptedException {
      try {
        if (mayIdentify(bucket)) {
          turnNanos = System.nanoTime();
          connect(node);
        }
      } catch (RuntimeException e) {
        log.warn("Bot {} could not identify, and tries again", identity.botId(), e);
        waiting.add(node);
        Thread.sleep(FIRST_PAUSE);
      }
    }

    /** However it ended, whoever waits is not forgotten. */
    private synchronized void ended() {
      if (isWorkedBySelf()) {
        thread = null;
        workIfSomebodyWaits();
      }
    }

    private synchronized @Nullable SessionConnectNode next() {
      SessionConnectNode node = closed ? null : waiting.poll();
      if (node == null) {
        thread = null;
      }
      return node;
    }

    synchronized void interrupt() {
      Thread worker = thread;
      if (worker != null) {
        worker.interrupt();
      }
    }
  }
}
