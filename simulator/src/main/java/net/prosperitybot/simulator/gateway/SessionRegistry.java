package net.prosperitybot.simulator.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All sessions that live, connected or not. */
final class SessionRegistry {
  private final Map<String, GatewaySession> byId = new ConcurrentHashMap<>();
  private final Map<Long, List<GatewaySession>> byApplication = new ConcurrentHashMap<>();

  void add(GatewaySession session) {
    byId.put(session.id(), session);
    byApplication
        .computeIfAbsent(session.applicationId(), id -> new CopyOnWriteArrayList<>())
        .add(session);
  }

  void remove(GatewaySession session) {
    byId.remove(session.id());
    of(session.applicationId()).remove(session);
  }

  Optional<GatewaySession> find(String sessionId) {
    return Optional.ofNullable(byId.get(sessionId));
  }

  List<GatewaySession> of(long applicationId) {
    return byApplication.computeIfAbsent(applicationId, id -> new CopyOnWriteArrayList<>());
  }

  Collection<GatewaySession> all() {
    return new ArrayList<>(byId.values());
  }

  /** Forgets sessions that have been without a connection for longer than this. */
  void expire(Duration lifetime, Instant now) {
    for (GatewaySession session : all()) {
      if (session.expire(lifetime, now)) {
        remove(session);
      }
    }
  }
}
