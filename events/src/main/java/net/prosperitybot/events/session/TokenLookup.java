package net.prosperitybot.events.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.events.hosting.BotProfile;
import net.prosperitybot.events.hosting.TokenRefusedException;

/**
 * Asks Discord what has to be known of a token before a session is built with it, which is before
 * JDA's own requests work.
 */
public final class TokenLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String USER_AGENT = "DiscordBot (https://prosperitybot.net, 1)";
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  /** What Discord renames a user to who is gone: "deleted_user_1a2b", "Deleted User 1a2b". */
  private static final Pattern DELETED_USER = Pattern.compile("(?i)deleted[_ ]user[_ ].*");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI api;
  private final RestGuard guard;
  private final Duration patience;

  /**
   * A look-up.
   *
   * @param api the address of the REST API, version included, without a slash at the end
   */
  TokenLookup(HttpClient http, URI api, RestGuard guard) {
    this(http, api, guard, PATIENCE);
  }

  /**
   * A look-up with another patience.
   *
   * @param patience how long an answer may take, to its last byte
   */
  TokenLookup(HttpClient http, URI api, RestGuard guard, Duration patience) {
    this.http = http;
    this.api = api;
    this.guard = guard;
    this.patience = patience;
  }

  /**
   * The application that this token belongs to, and its bot.
   *
   * @throws TokenRefusedException when Discord does not know the token
   * @throws IOException when Discord can't be reached or answers otherwise
   */
  public BotProfile profile(Secret token) throws IOException, InterruptedException {
    JsonNode body = get("/applications/@me", token);
    JsonNode bot = body.path("bot");
    return new BotProfile(
        Snowflake.parse(body.path("id").asText()),
        bot.path("username").asText(body.path("name").asText()),
        Optional.ofNullable(bot.path("avatar").textValue()),
        body.path("flags").asLong());
  }

  /**
   * What Discord says about the gateway to this bot.
   *
   * @throws TokenRefusedException when Discord does not know the token
   * @throws IOException when Discord can't be reached or does not say
   */
  public GatewayAddress gateway(Secret token) throws IOException, InterruptedException {
    JsonNode body = get("/gateway/bot", token);
    String url = body.path("url").asText();
    if (url.isEmpty()) {
      throw new IOException(api + " does not say where its gateway is");
    }
    JsonNode limit = body.path("session_start_limit");
    return new GatewayAddress(
        url,
        Math.max(1, body.path("shards").asInt()),
        limit.path("total").asInt(),
        limit.path("remaining").asInt(1), // one that is not told is no limit
        Duration.ofMillis(limit.path("reset_after").asLong()),
        Math.max(1, limit.path("max_concurrency").asInt()));
  }

  /**
   * Whether a user still exists; a bot's user goes with its application.
   *
   * @param token of any of our bots
   * @throws TokenRefusedException when Discord does not know the token
   * @throws IOException when Discord can't be reached or does not say
   */
  public boolean userExists(long userId, Secret token) throws IOException, InterruptedException {
    String path = "/users/" + userId;
    HttpResponse<String> answer = send(path, token);
    if (answer.statusCode() == NOT_FOUND) {
      return false;
    }
    return !DELETED_USER.matcher(read(path, answer).path("username").asText()).matches();
  }

  private JsonNode get(String path, Secret token) throws IOException, InterruptedException {
    return read(path, send(path, token));
  }

  private HttpResponse<String> send(String path, Secret token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", "Bot " + token.reveal())
            .header("User-Agent", USER_AGENT)
            .GET()
            .build();
    guard.check(path);
    HttpResponse<String> answer = guarded(request);
    if (answer.statusCode() == UNAUTHORIZED) {
      throw new TokenRefusedException();
    }
    return answer;
  }

  private HttpResponse<String> guarded(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      HttpResponse<String> answer = answer(request);
      guard.answered(answer);
      return answer;
    } catch (IOException e) {
      guard.notAnswered();
      throw e;
    } catch (InterruptedException e) {
      guard.left();
      throw e;
    }
  }

  /** The client's own time limit ends with the headers, and a body may stall for ever. */
  private HttpResponse<String> answer(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("%s does not answer within %s".formatted(api, patience), e);
    } catch (ExecutionException e) {
      throw new IOException("%s can't be asked".formatted(api), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private JsonNode read(String path, HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != OK) {
      throw new IOException("%s answers %d to %s".formatted(api, answer.statusCode(), path));
    }
    return JSON.readTree(answer.body());
  }
}
