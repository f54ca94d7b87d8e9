package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Discord remembers of one shard of one bot, with or without a connection. Its lock is taken
 * inside the world's lock, never around it.
 */
final class GatewaySession {
  private static final String RESUMED = "RESUMED";
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  /** A backlog goes on once fewer events than this wait to be sent. */
  private static final int BACKLOG_LOW_WATER = 64;

  private final String id;
  private final GatewayApplication application;
  private final long intents;
  private final int shard;
  private final int shards;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReplayBuffer replay;
  private final Deque<Backlog> backlogs = new ArrayDeque<>();
  private final LinkedHashSet<Long> unannounced;
  private JsonNode presence;
  private @Nullable GatewayConnection connection;
  private Instant detachedAt;
  private long nextToSend = 1;
  private long acknowledged;
  private long newestResumed;
  private int resumed;
  private int duplicates;
  private boolean swapNext;
  private boolean ended;
  private @Nullable Runnable heldBack;

  /**
   * @param guildIds the shard's servers, in the order in which the client is told of them
   */
  GatewaySession(
      String id,
      GatewayApplication application,
      ClientPayload.Identify identify,
      Collection<Long> guildIds,
      GatewayOptions options,
      InstantSource clock) {
    this.id = id;
    this.application = application;
    this.intents = identify.intents();
    this.shard = identify.shard();
    this.shards = identify.shards();
    this.presence = identify.presence();
    this.clock = clock;
    this.replay = new ReplayBuffer(options.replayEvents(), options.replayBytes());
    this.unannounced = new LinkedHashSet<>(guildIds);
    this.detachedAt = clock.instant();
  }

  String id() {
    return id;
  }

  long applicationId() {
    return application.applicationId();
  }

  boolean has(long intent) {
    return (intents & intent) != 0;
  }

  boolean receives(Dispatch event) {
    return onShard(event.guildId(), shard, shards)
        && (event.intents() == 0 || has(event.intents()));
  }

  boolean receivesContent(Dispatch event) {
    return has(Intents.MESSAGE_CONTENT) || event.contentFor().contains(applicationId());
  }

  /** Direct messages carry server id 0, so the same formula sends them to shard 0. */
  static boolean onShard(long guildId, int shard, int shards) {
    return (guildId >>> 22) % shards == shard;
  }

  boolean handles(long guildId) {
    return onShard(guildId, shard, shards);
  }

  /**
   * Takes one published event. Events of a server that the client has not been told of yet are left
   * out: the GUILD_CREATE that is still to come shows their effect.
   */
  void offer(String type, long guildId, byte[] data) {
    lock.lock();
    try {
      boolean tellsOfGuild = type.equals("GUILD_CREATE") || type.equals("GUILD_DELETE");
      if (tellsOfGuild) {
        unannounced.remove(guildId);
      } else if (unannounced.contains(guildId)) {
        return;
      }
      bend(type, data);
    } finally {
      lock.unlock();
    }
  }

  private void bend(String type, byte[] data) {
    if (swapNext && heldBack == null) {
      swapNext = false;
      heldBack = () -> append(type, data);
      return;
    }
    append(type, data);
    if (duplicates > 0) {
      duplicates--;
      append(type, data);
    }
    Runnable late = heldBack;
    if (late != null) {
      heldBack = null;
      late.run();
    }
  }

  /** Gives an event its number; a client too far behind to ever receive it loses its connection. */
  void append(String type, byte[] data) {
    lock.lock();
    try {
      replay.add(type, data);
      GatewayConnection current = connection;
      if (current != null) {
        abandonIfBehind(current);
      }
    } finally {
      lock.unlock();
    }
  }

  private void abandonIfBehind(GatewayConnection current) {
    if (nextToSend < replay.first()) {
      connection = null;
      detachedAt = clock.instant();
      current.abandon();
    } else {
      current.signal();
    }
  }

  /** Starts telling a connection, from the first event on. */
  void begin(GatewayConnection first) {
    lock.lock();
    try {
      connection = first;
      abandonIfBehind(first);
    } finally {
      lock.unlock();
    }
  }

  /** How a RESUME went. */
  sealed interface Resumption {
    /**
     * The session goes on.
     *
     * @param previous the connection that the session had until now
     */
    record Done(Optional<GatewayConnection> previous) implements Resumption {}

    /** The client names an event that was never sent. */
    record NeverSent() implements Resumption {}

    /** Some of what the client missed is forgotten, or the session ended meanwhile. */
    record TooOld() implements Resumption {}
  }

  Resumption resume(GatewayConnection next, long lastSeen) {
    lock.lock();
    try {
      if (lastSeen < 0 || lastSeen > replay.last()) {
        return new Resumption.NeverSent();
      }
      if (ended || lastSeen + 1 < replay.first()) {
        return new Resumption.TooOld();
      }
      Optional<GatewayConnection> previous = Optional.ofNullable(connection);
      connection = next;
      nextToSend = lastSeen + 1;
      resumed++;
      newestResumed = replay.last() + 1;
      append(RESUMED, EMPTY_OBJECT);
      return new Resumption.Done(previous);
    } finally {
      lock.unlock();
    }
  }

  void detach(GatewayConnection gone) {
    lock.lock();
    try {
      if (connection == gone) {
        connection = null;
        detachedAt = clock.instant();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next events for this connection, in order; none when another connection has the session.
   * The RESUMED of an earlier resume is not repeated by a later one.
   */
  List<SequencedEvent> take(GatewayConnection asking, int maxEvents, long maxBytes) {
    List<SequencedEvent> taken = new ArrayList<>();
    lock.lock();
    try {
      long bytes = 0;
      while (connection == asking
          && nextToSend <= replay.last()
          && taken.size() < maxEvents
          && bytes < maxBytes) {
        SequencedEvent event = replay.get(nextToSend++);
        if (!event.type().equals(RESUMED) || event.sequence() == newestResumed) {
          taken.add(event);
          bytes += event.data().length;
        }
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void add(Backlog backlog) {
    lock.lock();
    try {
      backlogs.addLast(backlog);
      if (connection != null) {
        connection.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The backlog that this connection should go on with, if it has read enough for that. */
  Optional<Backlog> dueBacklog(GatewayConnection asking) {
    lock.lock();
    try {
      boolean due = connection == asking && replay.last() - nextToSend < BACKLOG_LOW_WATER;
      return due ? Optional.ofNullable(backlogs.peekFirst()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  void finish(Backlog backlog) {
    lock.lock();
    try {
      backlogs.remove(backlog);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells of the next servers; call it while the world stands still.
   *
   * @param guildCreate the data of a server's GUILD_CREATE; empty while it is in an outage
   * @return false when all servers were told of
   */
  boolean announce(int count, LongFunction<Optional<byte[]>> guildCreate) {
    lock.lock();
    try {
      for (int i = 0; i < count && !unannounced.isEmpty(); i++) {
        guildCreate
            .apply(unannounced.removeFirst())
            .ifPresent(data -> append("GUILD_CREATE", data));
      }
      return !unannounced.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The client says up to where it has handled what it was sent. */
  void acknowledge(long lastSeen) {
    lock.lock();
    try {
      acknowledged = Math.max(acknowledged, lastSeen);
    } finally {
      lock.unlock();
    }
  }

  void presence(JsonNode newPresence) {
    lock.lock();
    try {
      presence = newPresence;
    } finally {
      lock.unlock();
    }
  }

  void duplicateNext(int count) {
    lock.lock();
    try {
      duplicates += count;
    } finally {
      lock.unlock();
    }
  }

  void swapNext() {
    lock.lock();
    try {
      swapNext = true;
    } finally {
      lock.unlock();
    }
  }

  Optional<GatewayConnection> connection() {
    lock.lock();
    try {
      return Optional.ofNullable(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session if it has been without a connection for longer than this. */
  boolean expire(Duration lifetime, Instant now) {
    lock.lock();
    try {
      ended = ended || (connection == null && detachedAt.plus(lifetime).isBefore(now));
      return ended;
    } finally {
      lock.unlock();
    }
  }

  SessionView view() {
    lock.lock();
    try {
      return new SessionView(
          id,
          applicationId(),
          shard,
          shards,
          intents,
          connection != null,
          connection != null && connection.compressed(),
          replay.last(),
          nextToSend - 1,
          acknowledged,
          resumed,
          presence);
    } finally {
      lock.unlock();
    }
  }
}
