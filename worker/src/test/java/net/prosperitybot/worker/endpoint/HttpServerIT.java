package net.prosperitybot.worker.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpServerIT {
  @Test
  void closingLetsWhatIsUnderWayFinishAndRefusesWhatIsNew() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    HttpServer server =
        HttpServer.forManagement("127.0.0.1", 0, () -> answerWhenAllowed(arrived, mayAnswer));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    try (HttpClient http = HttpClient.newHttpClient();
        HttpClient late = HttpClient.newHttpClient()) {
      CompletableFuture<HttpResponse<String>> underWay =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      mayAnswer.countDown();
      assertEquals(200, underWay.get(10, TimeUnit.SECONDS).statusCode());
      closing.get(15, TimeUnit.SECONDS);
      assertThrows(
          ConnectException.class, () -> late.send(request, HttpResponse.BodyHandlers.ofString()));
    }
  }

  private static String answerWhenAllowed(CountDownLatch arrived, CountDownLatch mayAnswer) {
    arrived.countDown();
    try {
      return mayAnswer.await(10, TimeUnit.SECONDS) ? "ok" : "forgotten";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
