package net.prosperitybot.worker.endpoint;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
 * time; 404 unknown bot; 413 body over {@link #LARGEST_BODY} bytes.
 */
public final class InteractionEndpoint {
  /** Where Discord posts; the configuration's base URL stands before it. */
  public static final String PATH = "/interactions/{botId}";

  /** Far above any interaction that Discord sends. */
  static final int LARGEST_BODY = 256 * 1024;

  static final String SIGNATURE_HEADER = "X-Signature-Ed25519";
  static final String TIMESTAMP_HEADER = "X-Signature-Timestamp";

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
   * @param nanoTime the clock that the desk counts its budget with
   */
  public InteractionEndpoint(
      BotDirectory bots,
      SignatureVerifier verifier,
      InteractionDecoder decoder,
      AnswerDesk desk,
      WorkerMetrics metrics,
      InstantSource clock,
      LongSupplier nanoTime) {
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
      body = body(request);
    } catch (IOException | HttpException.RuntimeException e) {
      // Cut off or badly chunked: whoever sent it, nobody needs to read of it.
      refuse(request, Refusal.MALFORMED);
      return;
    }
    if (body.isEmpty()) {
      refuse(request, Refusal.TOO_LARGE);
      return;
    }
    RequestGate.Verdict verdict =
        gate.check(
            request.pathParam("botId"),
            headers(request, SIGNATURE_HEADER),
            headers(request, TIMESTAMP_HEADER),
            body.get());
    switch (verdict) {
      case RequestGate.Refused refused -> refuse(request, refused.why());
      case RequestGate.Admitted admitted -> answer(request, body.get(), admitted.bot(), receivedAt);
    }
  }

  /** Empty when there is more of it than we take; then no more than that was read. */
  private static Optional<byte[]> body(Context request) throws IOException {
    long told = request.req().getContentLengthLong();
    if (told > LARGEST_BODY) {
      return Optional.empty();
    }
    int most = told < 0 ? LARGEST_BODY + 1 : (int) told;
    byte[] body = request.req().getInputStream().readNBytes(most);
    return body.length > LARGEST_BODY ? Optional.empty() : Optional.of(body);
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
    request.contentType("application/json").result(write(answer));
  }

  private byte[] write(ObjectNode answer) {
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
    }
  }
}
