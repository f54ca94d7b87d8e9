package net.prosperitybot.worker.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.RefusalBudget;
import net.prosperitybot.common.discord.Snowflake;

/**
 * The calls to Discord's REST API that the worker makes.
 *
 * <p>A call waits for a rate limit of up to {@link #LONGEST_LIMIT}; a longer one ends it, and the
 * exception says how long. Calls that change nothing when they arrive twice are tried {@value
 * #ATTEMPTS} times; the others once. When Discord has refused so much that it may shut us out, or
 * has not answered lately, only answers to interactions are sent. Blocks; made for virtual threads.
 */
public final class DiscordRest implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_LIMIT = Duration.ofSeconds(30);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String USER_AGENT = "DiscordBot (https://prosperitybot.net, 1)";

  private static final Duration REST_WHEN_LOW = Duration.ofMinutes(1);

  private final String apiUrl;
  private final InstantSource clock;
  private final InstantSource steady;
  private final Pause pause;
  private final JsonMapper json = new JsonMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final RefusalBudget refusals;
  private final Breaker breaker;

  /** Seconds; not a number before the first answer. */
  private volatile double clockAhead = Double.NaN;

  /** By bot token, since Discord limits each bot by itself; what needs none is one more. */
  private final Map<Optional<Secret>, Instant> heldUntil = new ConcurrentHashMap<>();

  /** With one clock for everything. */
  public DiscordRest(URI apiUrl, InstantSource clock, Pause pause) {
    this(apiUrl, clock, clock, pause);
  }

  /**
   * @param apiUrl such as {@code https://discord.com/api/v10}, with or without a slash behind
   * @param clock compared with Discord's
   * @param steady for how long limits last; nobody sets it
   */
  public DiscordRest(URI apiUrl, InstantSource clock, InstantSource steady, Pause pause) {
    String address = apiUrl.toString();
    this.apiUrl = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    this.clock = clock;
    this.steady = steady;
    this.pause = pause;
    this.refusals = new RefusalBudget(steady);
    this.breaker = Breaker.ofRestApi(steady);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
  }

  /** The application that owns this bot token. */
  public ApplicationInfo ownApplication(Secret botToken) throws InterruptedException {
    Call call = Call.get("/applications/@me").as(botToken).repeatable();
    return application(call, send(call));
  }

  /**
   * Changes the application that owns this bot token. When its endpoint is changed, Discord asks
   * there before it answers.
   */
  public ApplicationInfo change(Secret botToken, ApplicationChange change)
      throws InterruptedException {
    Call call = Call.of("PATCH", "/applications/@me", change.body()).as(botToken).repeatable();
    return application(call, send(call));
  }

  private static ApplicationInfo application(Call call, JsonNode application) {
    if (!application.path("id").isTextual()) {
      throw DiscordException.unreadable(call.described());
    }
    JsonNode bot = application.path("bot");
    JsonNode installs = application.path("integration_types_config");
    Set<String> installTypes = new HashSet<>();
    installs.fieldNames().forEachRemaining(installTypes::add);
    long id = Snowflake.parse(application.path("id").asText());
    return new ApplicationInfo(
        id,
        bot.path("id").isTextual() ? number(call, bot.path("id")) : id,
        bot.path("username").asText(application.path("name").asText()),
        Optional.ofNullable(bot.path("avatar").textValue()),
        application.path("verify_key").asText(),
        application.path("flags").asLong(),
        Optional.ofNullable(application.path("interactions_endpoint_url").textValue()),
        installTypes,
        installs.findValue("oauth2_install_params") != null
            || application.path("install_params").isObject()
            || application.path("custom_install_url").isTextual(),
        application.path("bot_public").asBoolean(true),
        application.path("bot_require_code_grant").asBoolean());
  }

  /** Has Discord answer something, whatever, for {@link #clockAhead}. */
  void lookAtClock() throws InterruptedException {
    sendOnce(Call.get("/gateway"));
  }

  /** What Discord's clock says, to the second; empty when its answer does not tell. */
  public Optional<Instant> time() throws InterruptedException {
    return exchange(Call.get("/gateway")).headers().firstValue("Date").flatMap(DiscordRest::date);
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A server that the bot is in: its owner and its roles. */
  public ServerInfo server(Secret botToken, long guildId) throws InterruptedException {
    Call call = Call.get("/guilds/" + guildId).as(botToken).repeatable();
    JsonNode guild = send(call);
    List<ServerInfo.Role> roles = new ArrayList<>();
    for (JsonNode role : guild.path("roles")) {
      roles.add(
          new ServerInfo.Role(
              number(call, role.path("id")),
              role.path("name").asText(),
              number(call, role.path("permissions")),
              role.path("position").asInt()));
    }
    return new ServerInfo(guildId, number(call, guild.path("owner_id")), roles);
  }

  /** The ids of the roles that a member of a server holds, without {@code @everyone}. */
  public Set<Long> rolesOfMember(Secret botToken, long guildId, long userId)
      throws InterruptedException {
    Call call = Call.get("/guilds/" + guildId + "/members/" + userId).as(botToken).repeatable();
    JsonNode roles = send(call).path("roles");
    if (!roles.isArray()) {
      throw DiscordException.unreadable(call.described());
    }
    Set<Long> ids = new HashSet<>();
    roles.forEach(role -> ids.add(number(call, role)));
    return ids;
  }

  /** The ids of a server's channels and categories; threads are not among them. */
  public Set<Long> channelsOf(Secret botToken, long guildId) throws InterruptedException {
    Call call = Call.get("/guilds/" + guildId + "/channels").as(botToken).repeatable();
    JsonNode channels = send(call);
    if (!channels.isArray()) {
      throw DiscordException.unreadable(call.described());
    }
    Set<Long> ids = new HashSet<>();
    channels.forEach(channel -> ids.add(number(call, channel.path("id"))));
    return ids;
  }

  /** A channel or thread that the bot can see. */
  public ChannelInfo channel(Secret botToken, long channelId) throws InterruptedException {
    Call call = Call.get("/channels/" + channelId).as(botToken).repeatable();
    JsonNode channel = send(call);
    List<ChannelInfo.Overwrite> overwrites = new ArrayList<>();
    for (JsonNode overwrite : channel.path("permission_overwrites")) {
      overwrites.add(
          new ChannelInfo.Overwrite(
              number(call, overwrite.path("id")),
              number(call, overwrite.path("allow")),
              number(call, overwrite.path("deny"))));
    }
    return new ChannelInfo(
        number(call, channel.path("id")),
        ChannelKind.of(channel.path("type").asInt(ChannelKind.UNKNOWN.number())),
        overwrites);
  }

  /** A whole number that Discord writes as a string. */
  private static long number(Call call, JsonNode node) {
    try {
      return Long.parseUnsignedLong(node.asText());
    } catch (NumberFormatException e) {
      throw DiscordException.unreadable(call.described());
    }
  }

  /** Replaces all commands of an application, global ones or those of one server. */
  public void overwriteCommands(
      Secret botToken, long applicationId, OptionalLong guildId, JsonNode commands)
      throws InterruptedException {
    String scope = guildId.isPresent() ? "/guilds/" + guildId.getAsLong() : "";
    send(
        Call.of("PUT", "/applications/" + applicationId + scope + "/commands", commands)
            .as(botToken)
            .repeatable());
  }

  /** Sends a direct message, which pings nobody; not repeated here, for it would be there twice. */
  public void directMessage(Secret botToken, long userId, String text) throws InterruptedException {
    ObjectNode recipient = json.createObjectNode().put("recipient_id", Long.toString(userId));
    Call open = Call.of("POST", "/users/@me/channels", recipient).as(botToken).repeatable();
    long channel = number(open, send(open).path("id"));
    ObjectNode message = json.createObjectNode().put("content", text);
    message.putObject("allowed_mentions").putArray("parse");
    send(Call.of("POST", "/channels/" + channel + "/messages", message).as(botToken));
  }

  /** Edits the first answer to an interaction. */
  public void editOriginal(long applicationId, Secret interactionToken, JsonNode body)
      throws InterruptedException {
    send(
        Call.of("PATCH", webhook(applicationId, "/messages/@original"), body)
            .with(interactionToken)
            .repeatable());
  }

  /** Deletes the first answer to an interaction. */
  public void deleteOriginal(long applicationId, Secret interactionToken)
      throws InterruptedException {
    send(
        Call.of("DELETE", webhook(applicationId, "/messages/@original"), MissingNode.getInstance())
            .with(interactionToken)
            .repeatable());
  }

  /** Posts a further message to an interaction; not repeated here, for it would be there twice. */
  public void followUp(long applicationId, Secret interactionToken, JsonNode body)
      throws InterruptedException {
    send(Call.of("POST", webhook(applicationId, ""), body).with(interactionToken));
  }

  private static String webhook(long applicationId, String rest) {
    return "/webhooks/" + applicationId + "/" + Call.TOKEN_PLACE + rest;
  }

  private JsonNode send(Call call) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return sendOnce(call);
      } catch (DiscordException e) {
        boolean limited = e.status() == TOO_MANY_REQUESTS;
        boolean tooLong = e.retryAfter().compareTo(LONGEST_LIMIT) > 0;
        if (attempt == ATTEMPTS || tooLong || !e.mayPass() || !(call.isRepeatable() || limited)) {
          throw e;
        }
        pause.pause(limited ? e.retryAfter() : FIRST_PAUSE.multipliedBy(1L << attempt));
      }
    }
  }

  private JsonNode sendOnce(Call call) throws InterruptedException {
    awaitGlobalLimit(call);
    boolean canWait = call.interactionToken().isEmpty();
    if (canWait && refusals.isLow()) {
      throw DiscordException.limited(call.described(), REST_WHEN_LOW);
    }
    if (!breaker.lets() && canWait) {
      throw DiscordException.notAsked(call.described());
    }
    HttpResponse<byte[]> response = exchange(call);
    if (response.statusCode() / 100 == 2) {
      return parse(response.body());
    }
    JsonNode error = parse(response.body());
    if (response.statusCode() == TOO_MANY_REQUESTS) {
      throw limited(call, response, error);
    }
    throw new DiscordException(
        call.described(),
        response.statusCode(),
        error.path("code").asInt(),
        error.path("message").asText("no message"));
  }

  private HttpResponse<byte[]> exchange(Call call) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(apiUrl + call.path()))
            .timeout(ANSWER_TIMEOUT)
            .header("User-Agent", USER_AGENT);
    call.authorization().ifPresent(value -> request.header("Authorization", value));
    if (call.body().isMissingNode()) {
      request.method(call.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(call.method(), HttpRequest.BodyPublishers.ofByteArray(write(call.body())));
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      breaker.answered(response.statusCode());
      compareClocks(response);
      refusals.answered(
          response.statusCode(),
          response.headers().firstValue(RefusalBudget.SCOPE_HEADER).orElse(""));
      return response;
    } catch (IOException e) {
      breaker.failed();
      throw DiscordException.noAnswer(call.described(), e);
    } catch (InterruptedException e) {
      breaker.left();
      throw e;
    }
  }

  private byte[] write(JsonNode body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON can always be written", e);
    }
  }

  /** Whatever is no JSON, such as a proxy's error page, reads as nothing. */
  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private DiscordException limited(Call call, HttpResponse<byte[]> response, JsonNode error) {
    Duration wait = retryAfter(response, error);
    if (error.path("global").asBoolean()) {
      Instant now = steady.instant();
      heldUntil.values().removeIf(until -> until.isBefore(now));
      heldUntil.put(call.botToken(), now.plus(wait));
    }
    return DiscordException.limited(call.described(), wait);
  }

  private static Duration retryAfter(HttpResponse<byte[]> response, JsonNode error) {
    double seconds =
        error.path("retry_after").isNumber()
            ? error.path("retry_after").doubleValue()
            : response.headers().firstValue("Retry-After").map(DiscordRest::seconds).orElse(1.0);
    return Duration.ofMillis((long) Math.ceil(seconds * 1000));
  }

  private static double seconds(String header) {
    try {
      return Double.parseDouble(header);
    } catch (NumberFormatException e) {
      return 1.0;
    }
  }

  /** While all of a bot is limited, it sends nothing: who goes on asking is banned in the end. */
  private void awaitGlobalLimit(Call call) throws InterruptedException {
    Instant until = heldUntil.getOrDefault(call.botToken(), Instant.EPOCH);
    Duration wait = Duration.between(steady.instant(), until);
    if (wait.compareTo(LONGEST_LIMIT) > 0) {
      throw DiscordException.limited(call.described(), wait);
    }
    if (wait.isPositive()) {
      pause.pause(wait);
    }
  }

  private void compareClocks(HttpResponse<byte[]> response) {
    Instant ours = clock.instant();
    response
        .headers()
        .firstValue("Date")
        .flatMap(DiscordRest::date)
        .ifPresent(theirs -> clockAhead = Duration.between(theirs, ours).toMillis() / 1_000.0);
  }

  /**
   * How far our clock was ahead of Discord's at its newest answer, in seconds, good to one;
   * negative when it was behind, not a number before the first answer.
   */
  public double clockAhead() {
    return clockAhead;
  }

  /** What Discord refused of late. */
  public RefusalBudget refusals() {
    return refusals;
  }

  /** Whether Discord answers at all. */
  public Breaker breaker() {
    return breaker;
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.close();
  }

  /** One call; the token of an interaction stands in its path only when it is sent. */
  private record Call(
      String method,
      String route,
      JsonNode body,
      Optional<Secret> botToken,
      Optional<Secret> interactionToken,
      boolean isRepeatable) {
    static final String TOKEN_PLACE = "{token}";

    static Call get(String route) {
      return of("GET", route, MissingNode.getInstance());
    }

    static Call of(String method, String route, JsonNode body) {
      return new Call(method, route, body, Optional.empty(), Optional.empty(), false);
    }

    Call as(Secret token) {
      return new Call(method, route, body, Optional.of(token), interactionToken, isRepeatable);
    }

    Call with(Secret token) {
      return new Call(method, route, body, botToken, Optional.of(token), isRepeatable);
    }

    Call repeatable() {
      return new Call(method, route, body, botToken, interactionToken, true);
    }

    /** For errors and logs: the token's place is there, the token is not. */
    String described() {
      return method + " " + route;
    }

    Optional<String> authorization() {
      return botToken.map(token -> "Bot " + token.reveal());
    }

    String path() {
      return interactionToken
          .map(token -> route.replace(TOKEN_PLACE, token.reveal()))
          .orElse(route);
    }
  }
}
