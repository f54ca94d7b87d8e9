package net.prosperitybot.common.serverfiles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.Snowflake;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server file line by line, and takes nothing that {@link ServerExport} would not have
 * written.
 */
final class ServerFile {
  private static final String WRITE_AGAIN = "Write or copy the file again.";

  private final JsonMapper json = new JsonMapper();
  private final Path file;

  ServerFile(Path file) {
    this.file = file;
  }

  /** What is read. */
  interface Rows {
    /** First, the server. */
    void server(long guildId);

    /**
     * Then each row, a value a column.
     *
     * @param line the number of its line
     */
    void row(Part part, List<@Nullable Object> values, long line);
  }

  /**
   * Reads all of it.
   *
   * @throws ServerFileException at the first line that is wrong, or when lines are missing
   */
  void read(Rows rows) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      new Reading(in, rows).all();
    } catch (NoSuchFileException e) {
      throw new ServerFileException("There is no file " + file + ".");
    } catch (CharacterCodingException e) {
      throw new ServerFileException(file + " is not text in UTF-8. " + WRITE_AGAIN);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  private final class Reading {
    private final BufferedReader in;
    private final Rows rows;
    private long line;
    private @Nullable Part part;
    private List<Long> lastKeys = List.of();

    Reading(BufferedReader in, Rows rows) {
      this.in = in;
      this.rows = rows;
    }

    void all() throws IOException {
      rows.server(server(next()));
      while (true) {
        JsonNode row = next();
        if (row.path("part").asText().equals(ServerExport.END)) {
          end(row);
          return;
        }
        row(row);
      }
    }

    private JsonNode next() throws IOException {
      String text = in.readLine();
      if (text == null) {
        throw new ServerFileException(
            "%s ends after line %d, before its last line. %s".formatted(file, line, WRITE_AGAIN));
      }
      line++;
      try {
        JsonNode node = json.readTree(text);
        if (node.isObject()) {
          return node;
        }
      } catch (JsonProcessingException e) {
        // told below
      }
      throw wrong("is not a JSON object. " + WRITE_AGAIN);
    }

    private long server(JsonNode header) {
      if (!header.path("format").asText().equals(ServerExport.FORMAT)) {
        throw wrong("is not the beginning of a server file, as `./prosperity export` writes it.");
      }
      int version = header.path("version").asInt();
      if (version > ServerExport.VERSION) {
        throw wrong(
            "the file is of format %d, and this Prosperity reads up to %d. Update it first."
                .formatted(version, ServerExport.VERSION));
      }
      try {
        return Snowflake.parse(header.path("server").asText());
      } catch (NumberFormatException e) {
        throw wrong("server has to be an id in quotes.");
      }
    }

    private void end(JsonNode row) throws IOException {
      if (part == null) {
        throw wrong("the file has no settings. " + WRITE_AGAIN);
      }
      if (row.path("lines").asLong() != line) {
        throw wrong(
            "there should be %d lines up to here. %s"
                .formatted(row.path("lines").asLong(), WRITE_AGAIN));
      }
      if (in.readLine() != null) {
        throw wrong("is the last one, but something follows. " + WRITE_AGAIN);
      }
    }

    private void row(JsonNode row) {
      Part next = partOf(row);
      if (part == null ? next != Part.SETTINGS : next.compareTo(part) < 0) {
        throw wrong("a line of %s may not stand here.".formatted(next.word()));
      }
      checkNames(next, row);
      List<@Nullable Object> values = new ArrayList<>();
      for (Column column : next.columns()) {
        values.add(value(column, row.get(column.name())));
      }
      List<Long> keys = values.subList(0, next.keys()).stream().map(key -> (Long) key).toList();
      if (next == part && compare(lastKeys, keys) >= 0) {
        throw wrong("is there twice, or not in its place. " + WRITE_AGAIN);
      }
      part = next;
      lastKeys = keys;
      rows.row(next, values, line);
    }

    private Part partOf(JsonNode row) {
      String word = row.path("part").asText();
      for (Part known : Part.values()) {
        if (known.word().equals(word)) {
          return known;
        }
      }
      throw wrong("there is no part \"%s\".".formatted(word));
    }

    private void checkNames(Part next, JsonNode row) {
      Set<String> known = next.columns().stream().map(Column::name).collect(Collectors.toSet());
      for (Map.Entry<String, JsonNode> field : row.properties()) {
        String name = field.getKey();
        if (!name.equals("part") && !known.contains(name)) {
          throw wrong("a line of %s has no %s.".formatted(next.word(), name));
        }
      }
    }

    private @Nullable Object value(Column column, @Nullable JsonNode given) {
      if (given == null && column.presence() == Column.Presence.OPTIONAL) {
        return null;
      }
      try {
        if (given != null) {
          return column.kind().read(given);
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
      throw wrong("%s has to be %s.".formatted(column.name(), column.kind().words()));
    }

    private ServerFileException wrong(String what) {
      return ServerFileException.inLine(line, what);
    }
  }

  private static int compare(List<Long> a, List<Long> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = Long.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
