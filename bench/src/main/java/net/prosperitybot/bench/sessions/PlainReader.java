package net.prosperitybot.bench.sessions;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import org.jspecify.annotations.Nullable;

/**
 * A gateway client that unpacks what comes and reads no more of it than its number, which it names
 * when it is asked for a heartbeat.
 */
final class PlainReader implements WebSocket.Listener, AutoCloseable {
  private static final int GUILDS_AND_MESSAGES = 1 | 1 << 9;
  private static final int LARGEST_PAYLOAD = 1 << 20;

  /** All that is looked at: an event's type and number, or what else it is. */
  private static final int HEAD = 80;

  private static final Pattern NUMBER = Pattern.compile("\"s\":(\\d+)");
  private static final Pattern ASKS_FOR_HEARTBEAT = Pattern.compile("\"op\":1\\D");

  private final HttpClient http;
  private final String identify;
  private final Inflater inflater = new Inflater();
  private final byte[] plain = new byte[LARGEST_PAYLOAD];
  private long lastSeen;

  private PlainReader(HttpClient http, String identify) {
    this.http = http;
    this.identify = identify;
  }

  static PlainReader connect(LocalDiscord discord, LocalApplication bot)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    PlainReader reader =
        new PlainReader(
            http,
            """
            {"op":2,"d":{"token":"%s","intents":%d,
              "properties":{"os":"linux","browser":"bench","device":"bench"}}}
            """
                .formatted(bot.token(), GUILDS_AND_MESSAGES));
    http.newWebSocketBuilder()
        .buildAsync(
            URI.create(
                LocalSessions.gatewayOf(discord.apiUrl())
                    + "/?v=10&encoding=json&compress=zlib-stream"),
            reader)
        .join();
    return reader;
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.sendText(identify, true).join();
    opened.request(Long.MAX_VALUE);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    inflater.setInput(data);
    try {
      // A piece that begins a payload begins with its head.
      int length = inflater.inflate(plain);
      boolean more = !inflater.needsInput();
      while (more) {
        more = inflater.inflate(plain, HEAD, plain.length - HEAD) > 0 && !inflater.needsInput();
      }
      return read(from, new String(plain, 0, Math.min(length, HEAD), StandardCharsets.ISO_8859_1));
    } catch (DataFormatException e) {
      from.abort();
      return null;
    }
  }

  private @Nullable CompletionStage<?> read(WebSocket from, String head) {
    Matcher number = NUMBER.matcher(head);
    if (number.find()) {
      lastSeen = Long.parseLong(number.group(1));
      return null;
    }
    return ASKS_FOR_HEARTBEAT.matcher(head).find()
        ? from.sendText("{\"op\":1,\"d\":%d}".formatted(lastSeen), true)
        : null;
  }

  @Override
  public void close() {
    http.shutdownNow();
    inflater.end();
  }
}
