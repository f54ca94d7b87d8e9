package net.prosperitybot.worker.endpoint;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import net.prosperitybot.worker.answers.AnswerDesk;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.bots.RegisteredBot;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.InteractionDecoder;
import net.prosperitybot.worker.interactions.MalformedInteractionException;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.metrics.WorkerMetrics.Refusal;
import net.prosperitybot.worker.signatures.SignatureVerifier;
import org.eclipse.jetty.http.HttpException;

/**
 * {@code POST /interactions/{botId}}: raw body, gate, decode, one answer.
 *
 * <p>Statuses: 200 the answer; 400 signed but malformed, with words; 401 headers, signature or
 * time; 404 unknown bot; 408 body came too slowly; 413 body over {@link #LARGEST_BODY} bytes; 503
 * too many at once.
 */
public final class InteractionEndpoint {
  /** Where Discord posts; the configuration's base URL stands before it. */
  public static final String PATH = "/interactions/{botId}";

  /** Far above any interaction that Discord sends. */
  static final int LARGEST_BODY = 256 * 1024;

  /** Bytes beyond which the other side is cut off, whether it hears why or not. */
  private static final int MOST_PASSED_OVER = 4 * LARGEST_BODY;

  /** Discord's come in one piece; who takes longer keeps a thread and means no good. */
  private static final Duration LONGEST_BODY = Duration.ofSeconds(5);

  private static final int FIRST_BUFFER = 8 * 1024;

  static final String SIGNATURE_HEADER = "X-Signature-Ed25519";
  static final String TIMESTAMP_HEADER = "X-Signature-Timestamp";

  private final Semaphore places;
  private final RequestGate gate;
  private final InteractionDecoder decoder;
  private final AnswerDesk desk;
  private final WorkerMetrics metrics;
  private final LongSupplier nanoTime;

  /** With buffers that requests share, for each has a thread of its own. */
  private final JsonMapper json =
      new JsonMapper(
          new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build());

  /**
   * @param requestsAtOnce requests under way; more are refused at once, not made to wait
   * @param nanoTime the clock that the desk counts its budget with
   */
  public InteractionEndpoint(
      int requestsAtOnce,
      BotDirectory bots,
      SignatureVerifier verifier,
      InteractionDecoder decoder,
      AnswerDesk desk,
      WorkerMetrics metrics,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.places = new Semaphore(requestsAtOnce);
    this.gate = new RequestGate(bots, verifier, clock);
    this.decoder = decoder;
    this.desk = desk;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  void handle(Context request) throws InterruptedException {
    long receivedAt = nanoTime.getAsLong();
    Optional<byte[]> body;
    try {
      body = body(request, receivedAt);
    } catch (HttpTimeoutException e) {
      refuse(request, Refusal.SLOW);
      return;
    } catch (IOException | HttpException.RuntimeException e) {
      // Cut off or badly chunked: whoever sent it, nobody needs to read of it.
      refuse(request, Refusal.MALFORMED);
      return;
    }
    if (body.isEmpty()) {
      refuse(request, Refusal.TOO_LARGE);
      return;
    }
    // Only now: who is slow to send must not take anybody's place.
    if (!places.tryAcquire()) {
      refuse(request, Refusal.BUSY);
      return;
    }
    try {
      handle(request, body.get(), receivedAt);
    } finally {
      places.release();
    }
  }

  private void handle(Context request, byte[] body, long receivedAt) throws InterruptedException {
    RequestGate.Verdict verdict =
        gate.check(
            request.pathParam("botId"),
            headers(request, SIGNATURE_HEADER),
            headers(request, TIMESTAMP_HEADER),
            body);
    switch (verdict) {
      case RequestGate.Refused refused -> refuse(request, refused.why());
      case RequestGate.Admitted admitted -> answer(request, body, admitted.bot(), receivedAt);
    }
  }

  /** Empty when there is more of it than we take. */
  private Optional<byte[]> body(Context request, long receivedAt) throws IOException {
    long told = request.req().getContentLengthLong();
    InputStream in = request.req().getInputStream();
    if (told > LARGEST_BODY) {
      passOver(in, receivedAt);
      return Optional.empty();
    }
    // Grows with what comes, not with what is announced.
    byte[] body = new byte[told < 0 ? FIRST_BUFFER : (int) Math.min(told, FIRST_BUFFER)];
    int length = 0;
    while (told < 0 || length < told) {
      if (length == body.length) {
        body = Arrays.copyOf(body, Math.min(2 * length, LARGEST_BODY + 1));
      }
      int read = in.read(body, length, body.length - length);
      if (read < 0) {
        break;
      }
      length += read;
      if (length > LARGEST_BODY) {
        passOver(in, receivedAt);
        return Optional.empty();
      }
      checkPace(receivedAt);
    }
    return Optional.of(length == body.length ? body : Arrays.copyOf(body, length));
  }

  /**
   * Reads what is too much to its end, within reason: a connection that is closed while the other
   * side still sends takes the answer with it.
   */
  private void passOver(InputStream in, long receivedAt) throws IOException {
    byte[] passed = new byte[FIRST_BUFFER];
    int read = 0;
    for (int all = 0; read >= 0 && all < MOST_PASSED_OVER; all += read) {
      read = in.read(passed);
      checkPace(receivedAt);
    }
  }

  private void checkPace(long receivedAt) throws HttpTimeoutException {
    if (nanoTime.getAsLong() - receivedAt > LONGEST_BODY.toNanos()) {
      throw new HttpTimeoutException("The body came too slowly");
    }
  }

  private static List<String> headers(Context request, String name) {
    return Collections.list(request.req().getHeaders(name));
  }

  private void answer(Context request, byte[] body, RegisteredBot bot, long receivedAt)
      throws InterruptedException {
    Interaction interaction;
    try {
      interaction = decoder.decode(body, bot.identity());
    } catch (MalformedInteractionException e) {
      metrics.refused(Refusal.MALFORMED);
      Problem.write(request, HttpStatus.BAD_REQUEST, e.getMessage());
      return;
    }
    ObjectNode answer =
        bot.stopped().isPresent()
            ? desk.answerStopped(interaction, bot.stopped().get(), receivedAt)
            : desk.answer(interaction, receivedAt);
    JsonAnswer.write(request, bytes(answer));
  }

  private byte[] bytes(ObjectNode answer) {
    try {
      return json.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON can always be written", e);
    }
  }

  private void refuse(Context request, Refusal why) {
    metrics.refused(why);
    switch (why) {
      case TOO_LARGE -> Problem.write(request, HttpStatus.CONTENT_TOO_LARGE, "Body too large");
      case UNKNOWN_BOT -> Problem.write(request, HttpStatus.NOT_FOUND, "Unknown bot");
      case HEADERS, SIGNATURE ->
          Problem.write(request, HttpStatus.UNAUTHORIZED, "Invalid request signature");
      case TIMESTAMP ->
          Problem.write(request, HttpStatus.UNAUTHORIZED, "Request too old or from the future");
      case MALFORMED -> Problem.write(request, HttpStatus.BAD_REQUEST, "Malformed interaction");
      case SLOW -> {
        request.header(Header.CONNECTION, "close");
        Problem.write(request, HttpStatus.REQUEST_TIMEOUT, "The request came too slowly");
      }
      case BUSY -> {
        request.header(Header.RETRY_AFTER, "1");
        Problem.write(request, HttpStatus.SERVICE_UNAVAILABLE, "Too many requests at once");
      }
    }
  }
}
