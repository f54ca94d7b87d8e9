package net.prosperitybot.events.whitelabel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.events.hosting.BotLauncher;
import net.prosperitybot.events.hosting.BotProfile;
import net.prosperitybot.events.hosting.Connection;
import net.prosperitybot.events.hosting.HostedBot;
import net.prosperitybot.events.hosting.LaunchOrder;

/** Launches sessions that do as they are told, and remembers all of them. */
final class PretendLauncher implements BotLauncher {
  private static final long MEMBERS_INTENT = 1L << 15;

  final List<PretendSession> sessions = new CopyOnWriteArrayList<>();
  final Map<Long, Behaviour> behaviours = new ConcurrentHashMap<>();
  final List<Long> attempts = new CopyOnWriteArrayList<>();

  /** What a launch does before there is a session. */
  interface Behaviour {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public HostedBot launch(LaunchOrder order) throws IOException, InterruptedException {
    attempts.add(order.botId());
    behaviours.getOrDefault(order.botId(), () -> {}).run();
    PretendSession session = new PretendSession(order);
    sessions.add(session);
    return session;
  }

  /** The sessions of this bot that are open. */
  List<PretendSession> open(long botId) {
    List<PretendSession> open = new ArrayList<>(sessions);
    open.removeIf(session -> session.closed || session.order.botId() != botId);
    return open;
  }

  PretendSession only(long botId) {
    List<PretendSession> open = open(botId);
    if (open.size() != 1) {
      throw new AssertionError(open.size() + " open sessions of bot " + botId);
    }
    return open.getFirst();
  }

  static final class PretendSession implements HostedBot {
    final LaunchOrder order;
    volatile Connection connection = new Connection.Connected(1);
    volatile Optional<String> shown;
    volatile boolean closed;
    final AtomicInteger serves = new AtomicInteger();

    private PretendSession(LaunchOrder order) {
      this.order = order;
      this.shown = order.statusText();
    }

    @Override
    public BotProfile profile() {
      return new BotProfile(order.botId(), "Gilded", Optional.of("abc"), MEMBERS_INTENT);
    }

    @Override
    public Connection connection() {
      return connection;
    }

    @Override
    public void status(Optional<String> text) {
      shown = text;
    }

    @Override
    public void serves() {
      serves.incrementAndGet();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
