package net.prosperitybot.worker.endpoint;

import static net.prosperitybot.worker.endpoint.EndpointRig.ascii;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.worker.Payloads;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.limits.LimitsConfig;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.Visibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More is asked than may be, over real HTTP; the clock moves when the test says so. */
@Timeout(60)
class OverloadIT {
  private static final String ALIVE = "HTTP/1.1 200";
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
  private static final String SECONDS = Long.toString(EndpointRig.NOW.getEpochSecond());

  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @Test
  void whoeverFindsAllPlacesTakenIsRefusedAtOnceAndMayComeAgain() throws Exception {
    try (EndpointRig rig = start(new LimitsConfig(0, 0, 10, 1, 100));
        ExecutorService side = Executors.newCachedThreadPool()) {
      Future<HttpResponse<String>> first = side.submit(slow(rig));
      assertTrue(begun.await(10, TimeUnit.SECONDS));
      HttpResponse<String> second = rig.caller().send(ping(rig));
      assertEquals(503, second.statusCode());
      assertEquals("{\"message\":\"Too many requests at once\"}", second.body());
      assertEquals("1", second.headers().firstValue("Retry-After").orElseThrow());
      mayAnswer.countDown();
      assertEquals(200, first.get().statusCode());
      assertEquals(200, rig.caller().send(ping(rig)).statusCode());
    }
  }

  @Test
  void whenAllHandlersAreBusyPeopleAreToldAndPingsStillAnswered() throws Exception {
    try (EndpointRig rig = start(new LimitsConfig(0, 0, 1, 10, 100));
        ExecutorService side = Executors.newCachedThreadPool()) {
      Future<HttpResponse<String>> first = side.submit(slow(rig));
      assertTrue(begun.await(10, TimeUnit.SECONDS));
      String second = slow(rig).call().body();
      assertTrue(second.contains("Very many people want something right now"), second);
      assertTrue(second.contains("\"flags\":64"), second);
      assertEquals("{\"type\":1}", rig.caller().send(ping(rig)).body());
      mayAnswer.countDown();
      assertTrue(first.get().body().contains("at last"));
      assertTrue(slow(rig).call().body().contains("at last"));
    }
  }

  @Test
  void whoSendsABodyByAByteAtATimeIsCutOff() throws Exception {
    try (EndpointRig rig = start(new LimitsConfig(0, 0, 1, 1, 100));
        Socket dribbler = rig.connect()) {
      OutputStream out = dribbler.getOutputStream();
      out.write(ascii("POST /interactions/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"));
      assertEquals(200, rig.caller().send(ping(rig)).statusCode(), "takes nobody's place");
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      out.write('"');
      String answer = new String(dribbler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
    }
  }

  @Test
  void oneConnectionTooManyIsClosedAndThoseThatAreThereGoOn() throws Exception {
    try (EndpointRig rig = start(new LimitsConfig(0, 0, 10, 10, 2))) {
      assertEquals(200, rig.caller().send(ping(rig)).statusCode());
      try (Socket second = rig.connect()) {
        // So that it is the second: who connects together may be taken in any order.
        assertEquals(ALIVE, live(second));
        try (Socket third = rig.connect()) {
          assertEquals(-1, third.getInputStream().read());
        }
        assertEquals(200, rig.caller().send(ping(rig)).statusCode());
        assertEquals(ALIVE, live(second));
      }
      await().until(() -> live(rig).equals(ALIVE));
    }
  }

  private static String live(EndpointRig rig) throws IOException {
    try (Socket next = rig.connect()) {
      return live(next);
    }
  }

  /** How the answer begins; nothing when there is none. It is read to its end. */
  private static String live(Socket socket) throws IOException {
    socket.getOutputStream().write(ascii("GET /live HTTP/1.1\r\nHost: x\r\n\r\n"));
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        Matcher length = CONTENT_LENGTH.matcher(head);
        assertTrue(length.find(), head::toString);
        in.readNBytes(Integer.parseInt(length.group(1)));
        return head.substring(0, ALIVE.length());
      }
    }
    return "";
  }

  @Test
  void aMemberWhoIsTooFastIsToldPrivatelyWhenToTryAgain() throws Exception {
    mayAnswer.countDown();
    try (EndpointRig rig = start(new LimitsConfig(2, 0, 10, 10, 100))) {
      for (int i = 0; i < 2; i++) {
        assertTrue(slow(rig).call().body().contains("at last"));
      }
      String third = slow(rig).call().body();
      assertTrue(third.contains("That was a bit fast. Please try again in 30 seconds."), third);
      assertTrue(third.contains("\"flags\":64"), third);
      nanos.addAndGet(Duration.ofSeconds(30).toNanos());
      assertTrue(slow(rig).call().body().contains("at last"));
    }
  }

  private EndpointRig start(LimitsConfig limits) {
    return EndpointRig.start(
        limits,
        nanos::get,
        Feature.of(
            SlashCommand.anywhere(
                new Action(
                    Wording.english("slow", "Slow"),
                    List.of(),
                    Visibility.PRIVATE,
                    call -> whenAllowed()))));
  }

  private Reply whenAllowed() {
    begun.countDown();
    try {
      return Reply.privately(mayAnswer.await(30, TimeUnit.SECONDS) ? "at last" : "forgotten");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Callable<HttpResponse<String>> slow(EndpointRig rig) {
    byte[] body = ascii(Payloads.command(EndpointRig.BOT.id(), "slow").toString());
    return () -> rig.caller().send(signed(rig, body));
  }

  private static HttpRequest.Builder ping(EndpointRig rig) {
    return signed(rig, ascii(Payloads.ping(EndpointRig.BOT.id()).toString()));
  }

  private static HttpRequest.Builder signed(EndpointRig rig, byte[] body) {
    return rig.caller()
        .unsigned(body)
        .header(InteractionEndpoint.TIMESTAMP_HEADER, SECONDS)
        .header(InteractionEndpoint.SIGNATURE_HEADER, EndpointRig.BOT.sign(SECONDS, body));
  }
}
