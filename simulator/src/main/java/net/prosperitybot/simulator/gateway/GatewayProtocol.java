package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Discord's side of the conversation on one connection: what each payload of a client does. */
final class GatewayProtocol {
  private static final Logger log = LoggerFactory.getLogger(GatewayProtocol.class);

  static final int HELLO = 10;
  static final int HEARTBEAT_ACK = 11;
  static final int INVALID_SESSION = 9;

  /** Told of within IDENTIFY, so that a small world is complete before anything else happens. */
  private static final int GUILDS_AT_ONCE = 256;

  private static final int GUILDS_A_PIECE = 16;
  private static final int MAX_BY_NAME = 100;

  private final GatewayWorld world;
  private final GatewayOptions options;
  private final InstantSource clock;
  private final SessionRegistry sessions;
  private final IdentifyLedger identifies;
  private final Bends bends;
  private final ObjectMapper mapper = new ObjectMapper();
  private final ClientPayloads payloads = new ClientPayloads();

  /** How tests bend this protocol. */
  interface Bends {
    /** The code that closes every IDENTIFY of an application; 0 for none. */
    int identifyRefusal(long applicationId);

    boolean heartbeatsIgnored();
  }

  GatewayProtocol(
      GatewayWorld world,
      GatewayOptions options,
      InstantSource clock,
      SessionRegistry sessions,
      IdentifyLedger identifies,
      Bends bends) {
    this.world = world;
    this.options = options;
    this.clock = clock;
    this.sessions = sessions;
    this.identifies = identifies;
    this.bends = bends;
  }

  void greet(GatewayConnection connection) {
    ObjectNode hello = mapper.createObjectNode();
    hello.put("heartbeat_interval", options.heartbeatInterval().toMillis());
    connection.send(payload(HELLO, hello));
  }

  /** What comes after the server said goodbye is not heard. */
  void receive(GatewayConnection connection, String text) {
    if (connection.closeRequested()) {
      return;
    }
    if (!connection.mayReceive(clock.instant())) {
      connection.close(CloseCode.RATE_LIMITED);
      return;
    }
    switch (payloads.read(text)) {
      case ClientPayload.Refused refused -> connection.close(refused.code());
      case ClientPayload.Heartbeat beat -> heartbeat(connection, beat);
      case ClientPayload.Identify identify -> identify(connection, identify);
      case ClientPayload.Resume resume -> resume(connection, resume);
      case ClientPayload.Presence presence ->
          authenticated(connection).ifPresent(session -> show(session, presence));
      case ClientPayload.VoiceState state -> authenticated(connection);
      case ClientPayload.RequestMembers request ->
          authenticated(connection).ifPresent(session -> requestMembers(session, request));
    }
  }

  private void show(GatewaySession session, ClientPayload.Presence presence) {
    session.presence(presence.presence());
    world.sessionsChanged(session.applicationId());
  }

  private Optional<GatewaySession> authenticated(GatewayConnection connection) {
    Optional<GatewaySession> session = connection.session();
    if (session.isEmpty()) {
      connection.close(CloseCode.NOT_AUTHENTICATED);
    }
    return session;
  }

  private void heartbeat(GatewayConnection connection, ClientPayload.Heartbeat beat) {
    connection.heard(clock.instant());
    connection.session().ifPresent(session -> session.acknowledge(beat.lastSeen()));
    if (!bends.heartbeatsIgnored()) {
      connection.send(payload(HEARTBEAT_ACK, mapper.nullNode()));
    }
  }

  private void identify(GatewayConnection connection, ClientPayload.Identify identify) {
    if (connection.session().isPresent()) {
      connection.close(CloseCode.ALREADY_AUTHENTICATED);
      return;
    }
    Optional<GatewayApplication> known = world.applicationOf(identify.token());
    if (known.isEmpty()) {
      connection.close(CloseCode.AUTHENTICATION_FAILED);
      return;
    }
    GatewayApplication application = known.get();
    IdentifyLedger.Verdict verdict =
        identifies.record(
            application.applicationId(),
            Math.max(0, identify.shard()),
            application.maxConcurrency(),
            clock.instant());
    if (verdict == IdentifyLedger.Verdict.NONE_LEFT) {
      world.identifiedTooOften(application.applicationId());
      connection.close(CloseCode.AUTHENTICATION_FAILED);
      return;
    }
    int refusal = bends.identifyRefusal(application.applicationId());
    if (refusal != 0) {
      connection.close(refusal, "Refused.");
      return;
    }
    if (options.identifyRate() && verdict == IdentifyLedger.Verdict.TOO_SOON) {
      connection.send(payload(INVALID_SESSION, mapper.getNodeFactory().booleanNode(false)));
      return;
    }
    refusal(application, identify)
        .or(() -> world.still(() -> open(connection, application, identify)))
        .ifPresent(connection::close);
  }

  private static Optional<CloseCode> refusal(
      GatewayApplication application, ClientPayload.Identify identify) {
    if (identify.shards() < 1 || identify.shard() < 0 || identify.shard() >= identify.shards()) {
      return Optional.of(CloseCode.INVALID_SHARD);
    }
    if ((identify.intents() & ~Intents.KNOWN) != 0) {
      return Optional.of(CloseCode.INVALID_INTENTS);
    }
    long privileged = identify.intents() & Intents.PRIVILEGED;
    return (privileged & ~application.privilegedIntents()) == 0
        ? Optional.empty()
        : Optional.of(CloseCode.DISALLOWED_INTENTS);
  }

  /** Runs while the world stands still. */
  private Optional<CloseCode> open(
      GatewayConnection connection,
      GatewayApplication application,
      ClientPayload.Identify identify) {
    List<Long> guildIds =
        world.guildIdsOf(application.applicationId()).stream()
            .filter(id -> GatewaySession.onShard(id, identify.shard(), identify.shards()))
            .toList();
    if (options.shardingAbove() > 0 && guildIds.size() > options.shardingAbove()) {
      return Optional.of(CloseCode.SHARDING_REQUIRED);
    }
    boolean toldOfGuilds = (identify.intents() & Intents.GUILDS) != 0;
    GatewaySession session =
        new GatewaySession(
            UUID.randomUUID().toString().replace("-", ""),
            application,
            identify,
            toldOfGuilds ? guildIds : List.of(),
            options,
            clock);
    append(session, "READY", ready(connection, application, identify, session.id(), guildIds));
    int atOnce = Math.min(GUILDS_AT_ONCE, options.replayEvents() / 2);
    if (announce(session, identify.intents(), atOnce)) {
      session.add(() -> world.still(() -> announce(session, identify.intents(), GUILDS_A_PIECE)));
    }
    sessions.add(session);
    connection.session(session);
    session.begin(connection);
    world.sessionsChanged(session.applicationId());
    log.info(
        "Application {} identified shard {} of {} as session {}.",
        application.applicationId(),
        identify.shard(),
        identify.shards(),
        session.id());
    return Optional.empty();
  }

  private boolean announce(GatewaySession session, long intents, int count) {
    return session.announce(
        count,
        guildId ->
            world.unavailable(guildId)
                ? Optional.empty()
                : Optional.of(bytes(world.guildCreate(session.applicationId(), guildId, intents))));
  }

  private ObjectNode ready(
      GatewayConnection connection,
      GatewayApplication application,
      ClientPayload.Identify identify,
      String sessionId,
      List<Long> guildIds) {
    ObjectNode ready = mapper.createObjectNode();
    ready.put("v", 10);
    ready.set("user", application.botUser());
    ArrayNode guilds = ready.putArray("guilds");
    guildIds.forEach(
        id -> guilds.addObject().put("id", Long.toString(id)).put("unavailable", true));
    ready.put("session_id", sessionId);
    ready.put("session_type", "normal");
    ready.put("resume_gateway_url", connection.url());
    if (identify.sharded()) {
      ready.putArray("shard").add(identify.shard()).add(identify.shards());
    }
    ready
        .putObject("application")
        .put("id", Long.toString(application.applicationId()))
        .put("flags", application.applicationFlags());
    ready.putArray("private_channels");
    return ready;
  }

  private void resume(GatewayConnection connection, ClientPayload.Resume resume) {
    if (connection.session().isPresent()) {
      connection.close(CloseCode.ALREADY_AUTHENTICATED);
      return;
    }
    Optional<GatewayApplication> application = world.applicationOf(resume.token());
    if (application.isEmpty()) {
      connection.close(CloseCode.AUTHENTICATION_FAILED);
      return;
    }
    Optional<GatewaySession> session =
        sessions
            .find(resume.sessionId())
            .filter(found -> found.applicationId() == application.get().applicationId());
    if (session.isEmpty()) {
      connection.send(payload(INVALID_SESSION, mapper.getNodeFactory().booleanNode(false)));
      return;
    }
    resume(connection, session.get(), resume.sequence());
  }

  private void resume(GatewayConnection connection, GatewaySession session, long lastSeen) {
    connection.session(session);
    switch (session.resume(connection, lastSeen)) {
      case GatewaySession.Resumption.Done done -> {
        done.previous().ifPresent(GatewayConnection::abandon);
        log.info("Session {} was resumed after event {}.", session.id(), lastSeen);
      }
      case GatewaySession.Resumption.NeverSent refused -> {
        connection.session(null);
        sessions.remove(session);
        connection.close(CloseCode.INVALID_SEQUENCE);
      }
      case GatewaySession.Resumption.TooOld refused -> {
        connection.session(null);
        sessions.remove(session);
        connection.send(payload(INVALID_SESSION, mapper.getNodeFactory().booleanNode(false)));
      }
    }
  }

  /** Discord answers nothing where a bot asks for what it may not have or does not see. */
  private void requestMembers(GatewaySession session, ClientPayload.RequestMembers request) {
    boolean everyone = request.limit() == 0 && request.query().filter(String::isEmpty).isPresent();
    if (!session.handles(request.guildId()) || (everyone && !session.has(Intents.GUILD_MEMBERS))) {
      return;
    }
    Optional<List<ObjectNode>> members =
        world.still(
            () ->
                world.guildIdsOf(session.applicationId()).contains(request.guildId())
                    ? Optional.of(everyone ? world.members(request.guildId()) : chosen(request))
                    : Optional.empty());
    members.ifPresent(
        found ->
            session.add(
                new MemberChunks(
                    request,
                    found,
                    notFound(request, found),
                    (type, data) -> append(session, type, data))));
  }

  private List<ObjectNode> chosen(ClientPayload.RequestMembers request) {
    if (request.query().isEmpty()) {
      return world.members(request.guildId(), request.userIds());
    }
    String beginning = request.query().get().toLowerCase(Locale.ROOT);
    int limit = request.limit() == 0 ? MAX_BY_NAME : Math.min(MAX_BY_NAME, request.limit());
    return world.members(request.guildId()).stream()
        .filter(member -> isCalled(member, beginning))
        .limit(limit)
        .toList();
  }

  private static boolean isCalled(ObjectNode member, String beginning) {
    return member
            .path("user")
            .path("username")
            .asText()
            .toLowerCase(Locale.ROOT)
            .startsWith(beginning)
        || member.path("nick").asText("").toLowerCase(Locale.ROOT).startsWith(beginning);
  }

  private static List<Long> notFound(ClientPayload.RequestMembers request, List<ObjectNode> found) {
    List<Long> missing = new ArrayList<>(request.userIds());
    if (!missing.isEmpty()) {
      found.forEach(member -> missing.remove(userId(member)));
    }
    return List.copyOf(missing);
  }

  private static Long userId(ObjectNode member) {
    return Long.parseLong(member.path("user").path("id").asText());
  }

  private void append(GatewaySession session, String type, ObjectNode data) {
    session.append(type, bytes(data));
  }

  byte[] payload(int op, JsonNode data) {
    return bytes(mapper.createObjectNode().put("op", op).<ObjectNode>set("d", data));
  }

  byte[] bytes(JsonNode json) {
    try {
      return mapper.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
