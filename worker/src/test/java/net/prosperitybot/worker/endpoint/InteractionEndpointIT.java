package net.prosperitybot.worker.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static net.prosperitybot.worker.endpoint.EndpointRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.prosperitybot.worker.DiscordCaller;
import net.prosperitybot.worker.Payloads;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.limits.LimitsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who is let in, over real HTTP with real signatures. */
class InteractionEndpointIT {
  private static final Instant NOW = EndpointRig.NOW;
  private static final String NOW_SECONDS = Long.toString(NOW.getEpochSecond());
  private static final SigningBot BOT = EndpointRig.BOT;
  private static final SigningBot OTHER = EndpointRig.OTHER;
  private static final byte[] PING = bytes(Payloads.ping(BOT.id()).toString());

  private static EndpointRig rig;
  private static DiscordCaller caller;

  @BeforeAll
  static void start() {
    rig = EndpointRig.start(LimitsConfig.DEFAULT.withoutRates(), System::nanoTime);
    caller = rig.caller();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aSignedPingIsAnsweredWithPong() throws Exception {
    HttpResponse<String> response = caller.send(signed(PING));
    assertEquals(200, response.statusCode());
    assertEquals("{\"type\":1}", response.body());
    assertEquals(Optional.of("application/json"), response.headers().firstValue("Content-Type"));
  }

  @Test
  void aTamperedBodyIsRefused() throws Exception {
    byte[] tampered = PING.clone();
    tampered[tampered.length - 2] ^= 1;
    assertStatus(401, caller.unsigned(tampered), NOW_SECONDS, BOT.sign(NOW_SECONDS, PING));
  }

  @Test
  void aTruncatedBodyIsRefused() throws Exception {
    byte[] truncated = Arrays.copyOf(PING, PING.length - 1);
    assertStatus(401, caller.unsigned(truncated), NOW_SECONDS, BOT.sign(NOW_SECONDS, PING));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 127, 129, 130})
  void aSignatureOfAnotherLengthIsRefused(int digits) throws Exception {
    String signature = (BOT.sign(NOW_SECONDS, PING) + "00").substring(0, digits);
    assertStatus(401, caller.unsigned(PING), NOW_SECONDS, signature);
  }

  @Test
  void aSignatureThatIsNotHexIsRefused() throws Exception {
    String signature = "g" + BOT.sign(NOW_SECONDS, PING).substring(1);
    assertStatus(401, caller.unsigned(PING), NOW_SECONDS, signature);
  }

  @Test
  void anotherBotsSignatureIsRefused() throws Exception {
    assertStatus(401, caller.unsigned(PING), NOW_SECONDS, OTHER.sign(NOW_SECONDS, PING));
  }

  @Test
  void whatWasSignedForAnotherBotIsNotTakenByItsNeighbour() throws Exception {
    HttpRequest.Builder swapped =
        caller.unsigned(PING).uri(caller.address("/interactions/" + OTHER.id()));
    assertStatus(401, swapped, NOW_SECONDS, BOT.sign(NOW_SECONDS, PING));
  }

  @Test
  void aBodyForAnotherApplicationIsMalformed() throws Exception {
    byte[] others = bytes(Payloads.ping(OTHER.id()).toString());
    HttpResponse<String> response = caller.send(signed(others));
    assertEquals(400, response.statusCode());
    assertEquals(
        "{\"message\":\"application_id is not the bot of this address\"}", response.body());
  }

  @Test
  void aTokenThatCanBeNoneOfDiscordsIsMalformed() throws Exception {
    ObjectNode call = Payloads.call(BOT.id(), "about").put("token", "t".repeat(513));
    HttpResponse<String> response = caller.send(signed(bytes(call.toString())));
    assertEquals(400, response.statusCode());
    assertEquals("{\"message\":\"token is longer than any of Discord's\"}", response.body());
  }

  @Test
  void aRequestWithoutSignatureOrTimestampIsRefused() throws Exception {
    assertEquals(401, caller.send(caller.unsigned(PING)).statusCode());
    String signature = BOT.sign(NOW_SECONDS, PING);
    assertEquals(
        401,
        caller
            .send(caller.unsigned(PING).header(InteractionEndpoint.SIGNATURE_HEADER, signature))
            .statusCode());
    assertEquals(
        401,
        caller
            .send(caller.unsigned(PING).header(InteractionEndpoint.TIMESTAMP_HEADER, NOW_SECONDS))
            .statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {InteractionEndpoint.SIGNATURE_HEADER, InteractionEndpoint.TIMESTAMP_HEADER})
  void aHeaderThatIsThereTwiceIsRefused(String header) throws Exception {
    HttpRequest.Builder twice = signed(PING);
    String again =
        header.equals(InteractionEndpoint.TIMESTAMP_HEADER)
            ? NOW_SECONDS
            : BOT.sign(NOW_SECONDS, PING);
    assertEquals(401, caller.send(twice.header(header, again)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "-1", "1e9", "99999999999999999999", "+1763812800", "٣"})
  void aTimestampThatIsNoNumberIsRefused(String timestamp) throws Exception {
    assertStatus(
        401,
        caller.unsigned(PING),
        timestamp.equals("٣") ? "%D9%A3" : timestamp,
        BOT.sign(timestamp, PING));
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, -86_400, 86_400})
  void aStaleOrFutureTimestampIsRefused(long seconds) throws Exception {
    assertEquals(401, caller.send(signedAt(NOW.plusSeconds(seconds), PING)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 0, 300})
  void aTimestampWithinFiveMinutesIsTaken(long seconds) throws Exception {
    assertEquals(200, caller.send(signedAt(NOW.plusSeconds(seconds), PING)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1000000000000000003", "0", "abc", "-5", "99999999999999999999", "1%2F2", "+1"})
  void aBotThatNobodyKnowsIsNotFound(String botId) throws Exception {
    HttpRequest.Builder unknown =
        caller.unsigned(PING).uri(caller.address("/interactions/" + botId));
    assertStatus(404, unknown, NOW_SECONDS, BOT.sign(NOW_SECONDS, PING));
  }

  @Test
  void aBodyOfTheLargestSizeIsReadAndOneByteMoreIsNot() throws Exception {
    byte[] largest = new byte[InteractionEndpoint.LARGEST_BODY];
    assertEquals(400, caller.send(signed(largest)).statusCode());
    byte[] tooLarge = new byte[InteractionEndpoint.LARGEST_BODY + 1];
    assertEquals(413, caller.send(signed(tooLarge)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 393216", "Transfer-Encoding: chunked"})
  void whoStillSendsTooMuchHearsWhy(String length) throws Exception {
    byte[] sixth = new byte[64 * 1024];
    boolean chunked = length.contains("chunked");
    for (int i = 0; i < 50; i++) {
      try (Socket socket = rig.connect()) {
        OutputStream out = socket.getOutputStream();
        out.write(ascii("POST /interactions/1 HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n"));
        for (int sent = 0; sent < 6; sent++) {
          out.write(ascii(chunked ? "10000\r\n" : ""));
          out.write(sixth);
          out.write(ascii(chunked ? "\r\n" : ""));
        }
        out.write(ascii(chunked ? "0\r\n\r\n" : ""));
        String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
        assertEquals("HTTP/1.1 413", answer, "try " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 20\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\nZZ\r\nnonsense\r\n"
      })
  void aBrokenBodyIsRefusedWithoutAWordInTheLog(String headersAndBody) throws Exception {
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    heard.start();
    root.addAppender(heard);
    try (Socket socket = rig.connect()) {
      String request = "POST /interactions/1 HTTP/1.1\r\nHost: x\r\n" + headersAndBody;
      socket.getOutputStream().write(ascii(request));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400"), answer);
    } finally {
      root.detachAppender(heard);
    }
    assertEquals(List.of(), heard.list.stream().filter(e -> e.getLevel() == Level.ERROR).toList());
  }

  @Test
  void aChunkedBodyThatGrowsTooLargeIsRefused() throws Exception {
    byte[] tooLarge = new byte[InteractionEndpoint.LARGEST_BODY + 1];
    HttpRequest.Builder chunked =
        signed(tooLarge)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)));
    assertEquals(413, caller.send(chunked).statusCode());
  }

  @Test
  void aChunkedPingIsAnsweredLikeAnyOther() throws Exception {
    HttpRequest.Builder chunked =
        signed(PING)
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(PING)));
    assertEquals(200, caller.send(chunked).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "42",
        "{} {}",
        "{\"type\":1,\"type\":1}",
        "{\"application_id\":\"1000000000000000001\"}",
        "{\"application_id\":\"1000000000000000001\",\"type\":0}",
        "{\"application_id\":\"1000000000000000001\",\"type\":6}",
        "{\"application_id\":\"1000000000000000001\",\"type\":4294967297}",
        "{\"application_id\":\"1000000000000000001\",\"type\":\"1\"}",
        "{\"application_id\":\"1000000000000000001\",\"type\":2}",
        "{\"application_id\":\"1000000000000000001\",\"type\":3,\"data\":{}}",
        "{\"application_id\":1000000000000000001,\"type\":1}"
      })
  void aSignedBodyThatIsNoInteractionIsMalformedInWords(String body) throws Exception {
    HttpResponse<String> response = caller.send(signed(bytes(body)));
    assertEquals(400, response.statusCode());
    assertTrue(response.body().startsWith("{\"message\":\""), response.body());
  }

  @Test
  void deeplyNestedAndNonUtf8BodiesAreMalformed() throws Exception {
    assertEquals(400, caller.send(signed(bytes("[".repeat(100_000)))).statusCode());
    byte[] noUtf8 = bytes("{\"application_id\":\"?\"}");
    noUtf8[19] = (byte) 0xFF;
    assertEquals(400, caller.send(signed(noUtf8)).statusCode());
  }

  @Test
  void anUnknownCommandIsAnsweredWithFriendlyWordsForTheCallerOnly() throws Exception {
    byte[] body = bytes(Payloads.command(BOT.id(), "nosuch").toString());
    HttpResponse<String> response = caller.send(signed(body));
    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("I don't know this command"), response.body());
    assertTrue(response.body().contains("\"flags\":64"), response.body());
  }

  @Test
  void otherPathsAndMethodsGetShortJsonWithoutAServersName() throws Exception {
    HttpResponse<String> nowhere = caller.get("/nowhere");
    assertEquals(404, nowhere.statusCode());
    assertEquals("{\"message\":\"Not Found\"}", nowhere.body());
    HttpResponse<String> got = caller.get("/interactions/" + BOT.id());
    assertEquals(405, got.statusCode());
    assertEquals("{\"message\":\"Method Not Allowed\"}", got.body());
    assertTrue(got.headers().firstValue("Server").isEmpty());
  }

  @Test
  void headersThatAreTooLongAreRefusedWithoutAServersName() throws Exception {
    HttpResponse<String> response = caller.send(signed(PING).header("X-Long", "x".repeat(20_000)));
    assertEquals(431, response.statusCode());
    assertFalse(response.body().toLowerCase(Locale.ROOT).contains("jetty"), response.body());
  }

  @Test
  void aliveMeansAlive() throws Exception {
    assertEquals(200, caller.get("/live").statusCode());
    assertEquals(200, caller.get("/health").statusCode());
  }

  private static HttpRequest.Builder signed(byte[] body) {
    return signedAt(NOW, body);
  }

  private static HttpRequest.Builder signedAt(Instant time, byte[] body) {
    String timestamp = Long.toString(time.getEpochSecond());
    return caller
        .unsigned(body)
        .timeout(Duration.ofSeconds(10))
        .header(InteractionEndpoint.TIMESTAMP_HEADER, timestamp)
        .header(InteractionEndpoint.SIGNATURE_HEADER, BOT.sign(timestamp, body));
  }

  private static void assertStatus(
      int expected, HttpRequest.Builder request, String timestamp, String signature)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        caller.send(
            request
                .header(InteractionEndpoint.TIMESTAMP_HEADER, timestamp)
                .header(InteractionEndpoint.SIGNATURE_HEADER, signature));
    assertEquals(expected, response.statusCode(), response.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
