package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.interactions.CommandLine.Parsed;
import net.prosperitybot.simulator.interactions.Invocation.Kind;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.ChannelType;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Problems;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;
import org.jspecify.annotations.Nullable;

/**
 * Uses of commands, components and modals: Discord's own checks, delivery, the answer.
 *
 * <p>Every use runs on a virtual thread of its own; its {@link Invocation} tells what comes of it.
 */
public final class Interactions implements AutoCloseable {
  private static final String NO_ANSWER = "The application did not respond";

  private final World world;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final EndpointClient endpoints;
  private final Payloads payloads;
  private final Answers answers;
  private final Map<String, Invocation> byToken = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Interactions(
      World world, InstantSource clock, RandomGenerator random, Consumer<Exchange> audit) {
    this.world = world;
    this.clock = clock;
    this.random = random;
    this.endpoints = new EndpointClient(clock, audit);
    this.payloads = new Payloads(world);
    this.answers = new Answers(world);
  }

  public EndpointClient endpoints() {
    return endpoints;
  }

  public Answers answers() {
    return answers;
  }

  // Commands

  /** A typed line; the first bot here that has the command gets it. */
  public Invocation command(Channel channel, User user, String line) {
    return command(channel, user, line, 0);
  }

  /**
   * A typed line for one application.
   *
   * @param applicationId 0 for the first bot here that has the command
   * @throws IllegalArgumentException when no bot here has it; all other refusals are results
   */
  public Invocation command(Channel channel, User user, String line, long applicationId) {
    return typed(Kind.COMMAND, channel, user, line, applicationId);
  }

  /** A line still being typed: asks for suggestions for its last option. */
  public Invocation autocomplete(Channel channel, User user, String line, long applicationId) {
    return typed(Kind.AUTOCOMPLETE, channel, user, line, applicationId);
  }

  private Invocation typed(Kind kind, Channel channel, User user, String line, long applicationId) {
    return world.still(
        () -> {
          String name = CommandLine.nameIn(line).orElse("");
          for (Application application : applicationsIn(channel)) {
            if (applicationId != 0 && applicationId != application.id()) {
              continue;
            }
            for (ObjectNode command :
                world.applications().commandsIn(application, channel.guildId())) {
              if (command.path("name").asText().equals(name) && command.path("type").asInt() == 1) {
                return typed(kind, application, command, channel, user, line);
              }
            }
          }
          throw new IllegalArgumentException("no application here has the command of: " + line);
        });
  }

  private List<Application> applicationsIn(Channel channel) {
    if (channel.type() == ChannelType.DM) {
      return world.application(channel.recipients().getFirst().id()).stream().toList();
    }
    return world.guild(channel.guildId()).map(guild -> List.copyOf(guild.bots())).orElse(List.of());
  }

  private Invocation typed(
      Kind kind,
      Application application,
      ObjectNode command,
      Channel channel,
      User user,
      String line) {
    long id = world.nextId();
    String token = newToken(id);
    ObjectNode payload = payloads.frame(id, token, kind, application, channel, user);
    Invocation invocation = invocation(id, token, kind, application, channel, user, payload, null);
    Optional<String> refusal = commandRefusal(command, channel, user);
    if (refusal.isPresent()) {
      return refused(invocation, refusal.get());
    }
    Guild guild = world.guild(channel.guildId()).orElse(null);
    ServerDirectory directory = new ServerDirectory(world, guild, channel);
    Parsed parsed =
        kind == Kind.AUTOCOMPLETE
            ? CommandLine.parseUnfinished(line, command, directory)
            : CommandLine.parse(line, command, directory);
    return switch (parsed) {
      case Parsed.Mistake mistake -> refused(invocation, mistake.words());
      case Parsed.Call call -> {
        payload.set("data", commandData(call, channel, user));
        deliver(invocation);
        yield invocation;
      }
    };
  }

  private ObjectNode commandData(Parsed.Call call, Channel channel, User user) {
    ObjectNode data =
        Json.object()
            .put("id", call.command().path("id").asText())
            .put("name", call.command().path("name").asText())
            .put("type", call.command().path("type").asInt());
    if (!call.options().isEmpty()) {
      data.set("options", call.options());
    }
    if (Json.has(call.command(), "guild_id")) {
      data.put("guild_id", call.command().path("guild_id").asText());
    }
    ObjectNode resolved =
        payloads.resolved(channel, user, call.users(), call.roles(), call.channels());
    if (!resolved.isEmpty()) {
      data.set("resolved", resolved);
    }
    return data;
  }

  /** Why this user can't use the command here. Discord decides that, not the bot. */
  public Optional<String> commandRefusal(ObjectNode command, Channel channel, User user) {
    boolean direct = channel.type() == ChannelType.DM;
    JsonNode contexts = command.path("contexts");
    boolean allowed = !contexts.isArray();
    for (JsonNode context : contexts) {
      allowed |= context.asInt() == (direct ? 1 : 0);
    }
    if (!allowed || (direct && !command.path("dm_permission").asBoolean(true))) {
      return Optional.of("This command can't be used here");
    }
    if (direct) {
      return Optional.empty();
    }
    long may = world.permissions(user.id(), channel);
    long needed = Permissions.VIEW_CHANNEL | Permissions.USE_APPLICATION_COMMANDS;
    JsonNode byDefault = command.path("default_member_permissions");
    if (byDefault.isTextual()) {
      long bits = Long.parseUnsignedLong(byDefault.asText());
      needed |= bits == 0 ? Permissions.ADMINISTRATOR : bits;
    }
    return Permissions.has(may, needed)
        ? Optional.empty()
        : Optional.of("You do not have permission to use this command");
  }

  // Components and modals

  /** Presses a button, or chooses in a menu. */
  public Invocation component(User user, Message message, String customId, List<String> values) {
    return world.still(
        () -> {
          Channel channel = world.channel(message.channelId()).orElseThrow();
          Message now = world.messages().find(channel, message.id()).orElse(message);
          Application application =
              world.application(now.authorId()).orElseThrow(Refusal::unknownApplication);
          long id = world.nextId();
          String token = newToken(id);
          ObjectNode payload =
              payloads.frame(id, token, Kind.COMPONENT, application, channel, user);
          payload.set("message", now.json());
          Invocation invocation =
              invocation(id, token, Kind.COMPONENT, application, channel, user, payload, now);
          JsonNode component = Components.find(now.gatewayJson().path("components"), customId);
          Optional<String> refusal =
              Components.refusal(component, values)
                  .or(() -> unknownChoice(component, values, channel, user));
          boolean hidden = now.ephemeral() && now.visibleTo() != user.id();
          if (hidden || refusal.isPresent()) {
            return refused(invocation, refusal.orElse("You can't see this message"));
          }
          payload.set("data", componentData(component, values, channel, user));
          deliver(invocation);
          return invocation;
        });
  }

  /** Discord's client lets people choose among what is there, and channels of the wanted types. */
  private Optional<String> unknownChoice(
      JsonNode component, List<String> values, Channel channel, User user) {
    Optional<Guild> guild = world.guild(channel.guildId());
    boolean allFit =
        values.stream()
            .mapToLong(Json::idFrom)
            .allMatch(
                id ->
                    switch (component.path("type").asInt()) {
                      case Components.CHANNELS ->
                          guild
                              .flatMap(server -> server.channel(id))
                              .filter(each -> Components.takes(component, each.type()))
                              .filter(each -> sees(user, each))
                              .isPresent();
                      case Components.USERS -> world.user(id).isPresent();
                      case Components.ROLES -> guild.flatMap(server -> server.role(id)).isPresent();
                      case Components.MENTIONABLES ->
                          world.user(id).isPresent()
                              || guild.flatMap(server -> server.role(id)).isPresent();
                      default -> true;
                    });
    return allFit ? Optional.empty() : Optional.of("not a choice of this menu");
  }

  private boolean sees(User user, Channel channel) {
    return Permissions.has(world.permissions(user.id(), channel), Permissions.VIEW_CHANNEL);
  }

  private ObjectNode componentData(
      JsonNode component, List<String> values, Channel channel, User user) {
    int type = component.path("type").asInt();
    ObjectNode data =
        Json.object()
            .put("custom_id", component.path("custom_id").asText())
            .put("component_type", type)
            .put("id", component.path("id").asInt());
    if (type == Components.BUTTON) {
      return data;
    }
    values.forEach(value -> data.withArrayProperty("values").add(value));
    Set<Long> ids = new HashSet<>();
    values.forEach(value -> ids.add(Json.idFrom(value)));
    Set<Long> users = type == Components.USERS || type == Components.MENTIONABLES ? ids : Set.of();
    Set<Long> roles = type == Components.ROLES || type == Components.MENTIONABLES ? ids : Set.of();
    Set<Long> channels = type == Components.CHANNELS ? ids : Set.of();
    ObjectNode resolved = payloads.resolved(channel, user, users, roles, channels);
    if (type != Components.STRINGS) {
      data.set("resolved", resolved);
    }
    return data;
  }

  /**
   * Fills in and submits the modal that an interaction opened.
   *
   * @param values by custom id; a field without a value stays empty
   */
  public Invocation submit(Invocation opener, Map<String, String> values) {
    ObjectNode modal =
        opener
            .result()
            .modal()
            .orElseThrow(() -> new IllegalStateException("the interaction opened no modal"));
    return world.still(
        () -> {
          long id = world.nextId();
          String token = newToken(id);
          Message source = opener.source().orElse(null);
          ObjectNode payload =
              payloads.frame(
                  id, token, Kind.MODAL, opener.application(), opener.channel(), opener.user());
          Invocation invocation =
              invocation(
                  id,
                  token,
                  Kind.MODAL,
                  opener.application(),
                  opener.channel(),
                  opener.user(),
                  payload,
                  source);
          if (source != null) {
            payload.set("message", source.json());
          }
          Optional<String> refusal = Components.refusal(modal, values);
          if (refusal.isPresent()) {
            return refused(invocation, refusal.get());
          }
          payload.set("data", Components.submitted(modal, values));
          deliver(invocation);
          return invocation;
        });
  }

  // Delivery

  private Invocation invocation(
      long id,
      String token,
      Kind kind,
      Application application,
      Channel channel,
      User user,
      ObjectNode payload,
      @Nullable Message source) {
    return new Invocation(
        id, token, kind, application, channel, user, clock.instant(), payload, source);
  }

  private static Invocation refused(Invocation invocation, String why) {
    invocation.end(State.REFUSED, why);
    return invocation;
  }

  private void deliver(Invocation invocation) {
    forgetExpired();
    byToken.put(invocation.token(), invocation);
    Optional<String> endpoint = invocation.application().interactionsEndpoint();
    if (endpoint.isPresent()) {
      threads.execute(() -> post(invocation, endpoint.get()));
    } else {
      world.publishTo(
          invocation.application(),
          "INTERACTION_CREATE",
          invocation.channel().guildId(),
          invocation.payload());
      threads.execute(() -> giveUpLater(invocation));
    }
  }

  private void forgetExpired() {
    byToken.values().removeIf(each -> each.longExpired(clock.instant()));
  }

  private void post(Invocation invocation, String endpoint) {
    EndpointClient.Signed signed =
        endpoints.sign(invocation.application().key(), invocation.payload());
    EndpointClient.Answer answer = endpoints.post(invocation.application().id(), endpoint, signed);
    if (answer.status() == 202 && invocation.result().state() == State.WAITING) {
      // The application promises to answer through the callback route.
      giveUpLater(invocation);
      return;
    }
    if (answer.status() != 200 || answer.body() == null) {
      String why = answer.problem().isEmpty() ? "status " + answer.status() : answer.problem();
      invocation.end(State.FAILED, NO_ANSWER + " (" + why + ")");
      return;
    }
    try {
      answers.accept(invocation, answer.body());
    } catch (Refusal refusal) {
      invocation.end(State.FAILED, NO_ANSWER + " (" + refusal.getMessage() + ")");
    }
  }

  private static void giveUpLater(Invocation invocation) {
    if (invocation.awaitsAfter(EndpointClient.RESPONSE_LIMIT)) {
      invocation.end(State.FAILED, NO_ANSWER);
    }
  }

  private String newToken(long id) {
    byte[] secret = new byte[24];
    random.nextBytes(secret);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String start =
        encoder.encodeToString(("interaction:" + id).getBytes(StandardCharsets.US_ASCII));
    return start + encoder.encodeToString(secret);
  }

  // What the REST side asks for

  /** The interaction that may still be answered for the first time. */
  public Invocation unanswered(long id, String token) {
    Invocation invocation = byToken.get(token);
    if (invocation == null
        || invocation.id() != id
        || invocation.result().state() == State.FAILED) {
      throw Refusal.unknownInteraction();
    }
    return invocation;
  }

  /** The answered interaction that this token belongs to. */
  public Invocation answered(long applicationId, String token) {
    Invocation invocation = byToken.get(token);
    if (invocation == null || invocation.application().id() != applicationId) {
      throw Refusal.unknownWebhook();
    }
    if (invocation.expired(clock.instant())) {
      throw Refusal.invalidWebhookToken();
    }
    State state = invocation.result().state();
    if (state == State.WAITING || state == State.FAILED) {
      throw Refusal.unknownWebhook();
    }
    return invocation;
  }

  /**
   * Does what Discord does when an endpoint is saved: a signed PING must be answered, one with a
   * wrong signature refused.
   */
  public void checkEndpoint(Application application, String url) {
    ObjectNode ping =
        Json.object()
            .put("id", Json.id(world.nextId()))
            .put("application_id", Json.id(application.id()))
            .put("type", 1)
            .put("token", newToken(0))
            .put("version", 1);
    ping.putArray("entitlements");
    ping.set("user", application.owner().json());
    EndpointClient.Signed good = endpoints.sign(application.key(), ping);
    char first = good.signature().charAt(0) == '0' ? '1' : '0';
    EndpointClient.Signed bad =
        new EndpointClient.Signed(
            good.timestamp(), good.body(), first + good.signature().substring(1));
    EndpointClient.Answer toBad = endpoints.post(application.id(), url, bad);
    EndpointClient.Answer toGood = endpoints.post(application.id(), url, good);
    JsonNode body = toGood.body();
    boolean pong = toGood.status() == 200 && body != null && body.path("type").asInt() == 1;
    if (!pong || toBad.status() != 401) {
      throw Problems.one(
          "interactions_endpoint_url",
          "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
          "The specified interactions endpoint URL could not be verified.");
    }
  }

  /** The commands that a user sees in a channel, each with the application it belongs to. */
  public List<Offer> offers(Channel channel, User user) {
    return world.still(
        () -> {
          List<Offer> out = new ArrayList<>();
          for (Application application : applicationsIn(channel)) {
            for (ObjectNode command :
                world.applications().commandsIn(application, channel.guildId())) {
              if (commandRefusal(command, channel, user).isEmpty()) {
                out.add(new Offer(application, command));
              }
            }
          }
          return out;
        });
  }

  /** A command that can be used. */
  public record Offer(Application application, ObjectNode command) {}

  @Override
  public void close() {
    threads.shutdownNow();
    endpoints.close();
  }
}
