package net.prosperitybot.simulator.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes exchanges to a file, one JSON object a line: method, path, body, status, response. */
public final class TrafficLog implements Consumer<Exchange>, AutoCloseable {
  private final BufferedWriter file;

  /** Starts a new file. */
  public TrafficLog(Path path) {
    try {
      this.file = Files.newBufferedWriter(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void accept(Exchange exchange) {
    if (exchange.status() == Exchange.CUT) {
      return;
    }
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("method", exchange.method())
            .put("path", exchange.path());
    put(line, "body", exchange.body());
    line.put("status", exchange.status());
    put(line, "response", exchange.response());
    try {
      file.write(line.toString());
      file.newLine();
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ObjectNode line, String field, @Nullable JsonNode value) {
    if (value == null) {
      line.putNull(field);
    } else {
      line.set(field, value);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
