package net.prosperitybot.events.servers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import net.prosperitybot.common.guilds.GuildReferences;
import net.prosperitybot.common.guilds.GuildReferences.Reference;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.discord.ExistenceActions;
import net.prosperitybot.events.gauges.BotGauges;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the roles and channels that settings name and that were deleted while no session listened.
 *
 * <p>What a session that did not resume knows is all that there is, but for archived threads,
 * private ones and what was made this moment: so Discord itself is asked about what is missing, and
 * only its word that it is unknown counts. Servers in an outage are left alone until they are back.
 *
 * <p>A server that was joined just now is ours only once that is written: so a look waits for the
 * writes that were asked for before it.
 *
 * <p>A background loop. Period: none, it waits for requests. What could not be found out is asked
 * for again after {@link #PAUSE}, a few times, while the others go on; then it is logged, counted,
 * and left to the next such session. It stops with {@link #close}. That it lives is seen in {@code
 * prosperity.deletions.waiting}.
 */
public final class DeletedWhileAway implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 20;
  private static final int MOST_WAITING = 100_000;
  private static final Logger log = LoggerFactory.getLogger(DeletedWhileAway.class);

  private final long botId;
  private final GuildReferences references;
  private final ExistenceActions discord;
  private final DeletionRecorder recorder;
  private final OrderedWrites writes;
  private final LongConsumer roleMayBeGivenNow;
  private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

  /** What failed, in the order in which it is due again. */
  private final BlockingQueue<Again> again = new LinkedBlockingQueue<>(MOST_WAITING);

  private final Counter failed;
  private final Thread thread;

  private sealed interface Request {
    record Shard(int shardCount, int shard) implements Request {}

    record Server(long guildId) implements Request {}

    record One(Reference reference) implements Request {}
  }

  private record Again(Request request, int tries, long dueNanos) {}

  /**
   * A search.
   *
   * @param writes through which it is recorded which servers the bot is in
   * @param roleMayBeGivenNow is told of a server that has a role which could not be given before
   */
  public DeletedWhileAway(
      long botId,
      GuildReferences references,
      ExistenceActions discord,
      DeletionRecorder recorder,
      OrderedWrites writes,
      LongConsumer roleMayBeGivenNow,
      BotGauges gauges,
      MeterRegistry meters) {
    this.botId = botId;
    this.references = references;
    this.discord = discord;
    this.recorder = recorder;
    this.writes = writes;
    this.roleMayBeGivenNow = roleMayBeGivenNow;
    this.failed = meters.counter("prosperity.deletions", "outcome", "failed");
    gauges.add("prosperity.deletions.waiting", () -> waiting.size() + again.size());
    this.thread = Thread.ofVirtual().name("deleted-while-away").start(this::loop);
  }

  /** Has a shard's servers looked at; never waits. */
  public void requestShard(int shardCount, int shard) {
    writes.afterAllBefore(() -> offer(new Request.Shard(shardCount, shard)));
  }

  /** Has a server looked at; never waits. */
  public void request(long guildId) {
    writes.submit(guildId, () -> offer(new Request.Server(guildId)));
  }

  private void offer(Request request) {
    if (!waiting.contains(request) && !waiting.offer(request)) {
      failed.increment();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void loop() {
    try {
      while (true) {
        Again due = takeAgain();
        if (due != null) {
          tryTo(due.request(), due.tries());
          continue;
        }
        Request next = takeNew();
        if (next != null) {
          tryTo(next, 0);
        }
      }
    } catch (InterruptedException e) {
      log.debug("The search for what was deleted stops");
    }
  }

  /** What failed and is due again now. */
  private @Nullable Again takeAgain() {
    Again first = again.peek();
    return first != null && System.nanoTime() - first.dueNanos() >= 0 ? again.poll() : null;
  }

  /** The next request; null when something is due again first. */
  private @Nullable Request takeNew() throws InterruptedException {
    Again first = again.peek();
    return first == null
        ? waiting.take()
        : waiting.poll(Math.max(0, first.dueNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void tryTo(Request request, int triesBefore) {
    try {
      look(request);
    } catch (RuntimeException e) {
      int tries = triesBefore + 1;
      if (tries == MOST_TRIES
          || !again.offer(new Again(request, tries, System.nanoTime() + PAUSE.toNanos()))) {
        failed.increment();
        log.warn("What was deleted could not be found out: {}", e.toString());
      }
    }
  }

  private void look(Request request) {
    switch (request) {
      case Request.Shard shard ->
          lookAtEach(references.ofShard(botId, shard.shardCount(), shard.shard()));
      case Request.Server server -> lookAtEach(references.ofServer(botId, server.guildId()));
      case Request.One one -> look(one.reference());
    }
  }

  private void lookAtEach(List<Reference> named) {
    named.forEach(each -> tryTo(new Request.One(each), 0));
  }

  private void look(Reference reference) {
    long guildId = reference.guildId();
    if (!discord.holds(guildId)) {
      return;
    }
    switch (reference.kind()) {
      case ROLE -> {
        if (discord.knowsRole(guildId, reference.id())) {
          if (reference.refused()) {
            roleMayBeGivenNow.accept(guildId);
          }
        } else if (discord.isRoleDeleted(guildId, reference.id())) {
          recorder.roleDeleted(guildId, reference.id());
        }
      }
      case CHANNEL -> {
        if (!discord.knowsChannel(guildId, reference.id())
            && discord.isChannelDeleted(reference.id())) {
          recorder.channelDeleted(guildId, reference.id());
        }
      }
    }
  }
}
