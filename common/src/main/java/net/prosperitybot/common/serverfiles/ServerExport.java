package net.prosperitybot.common.serverfiles;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.USERS;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.database.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes a server's levelling, as of one moment, whatever its size. */
public final class ServerExport {
  static final String FORMAT = "prosperity-server";
  static final int VERSION = 1;

  /** The line that says that nothing is missing. */
  static final String END = "end";

  private static final int ROWS_AT_ONCE = 5_000;

  private final Database database;
  private final JsonMapper json = new JsonMapper();

  public ServerExport(Database database) {
    this.database = database;
  }

  /**
   * Writes a file, which is there once it is whole.
   *
   * @return how many lines it has
   * @throws ServerFileException when there is no such server, or such a file already
   * @throws UncheckedIOException when the file can't be written
   */
  public long write(long guildId, Path file) {
    if (Files.exists(file)) {
      throw new ServerFileException(file + " is there already. Name another file with --out.");
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try {
      long lines = database.snapshot(tx -> writeAnew(tx, guildId, unfinished));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(unfinished);
    }
  }

  /** From the beginning: what a lost connection has left is of another moment. */
  private long writeAnew(DSLContext tx, long guildId, Path unfinished) {
    try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
      return new Writing(tx, guildId, out).all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Writing {
    private final DSLContext tx;
    private final long guildId;
    private final BufferedWriter out;
    private long lines;

    Writing(DSLContext tx, long guildId, BufferedWriter out) {
      this.tx = tx;
      this.guildId = guildId;
      this.out = out;
    }

    long all() {
      if (!tx.fetchExists(GUILDS, GUILDS.ID.eq(guildId))) {
        throw new ServerFileException("There is no server " + guildId + " in this database.");
      }
      write(
          json.createObjectNode()
              .put("format", FORMAT)
              .put("version", VERSION)
              .put("server", Long.toString(guildId))
              .put("written_at", Instant.now().toString()));
      for (Part part : Part.values()) {
        rows(part);
      }
      write(json.createObjectNode().put("part", END).put("lines", lines + 1));
      return lines;
    }

    private void rows(Part part) {
      List<Field<?>> fields = new ArrayList<>(part.columns().stream().map(Column::field).toList());
      List<Field<?>> keys = fields.subList(0, part.keys());
      @Nullable Record last = null;
      while (true) {
        Condition further = last == null ? DSL.trueCondition() : after(keys, last);
        Result<Record> page =
            tx.select(fields)
                // By the key's order: else all rows are sorted for each page.
                .from(part.table().forceIndex("PRIMARY"))
                .where(ofServer(part))
                .and(further)
                .orderBy(keys)
                .limit(ROWS_AT_ONCE)
                .fetch();
        page.forEach(row -> write(line(part, row)));
        if (page.size() < ROWS_AT_ONCE || part.keys() == 0) {
          return;
        }
        last = page.getLast();
      }
    }

    private Condition ofServer(Part part) {
      return part == Part.NAME
          ? USERS.ID.in(
              DSL.select(GUILD_USERS.USER_ID)
                  .from(GUILD_USERS)
                  .where(GUILD_USERS.GUILD_ID.eq(guildId)))
          : part.server().eq(guildId);
    }

    private ObjectNode line(Part part, Record row) {
      ObjectNode line = json.createObjectNode().put("part", part.word());
      for (Column column : part.columns()) {
        Object value = row.get(column.field());
        if (value != null) {
          column.kind().write(line, column.name(), value);
        }
      }
      return line;
    }

    private void write(ObjectNode line) {
      try {
        out.write(json.writeValueAsString(line));
        out.write('\n');
        lines++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Rows behind this one, by one key or by two. */
  private static Condition after(List<Field<?>> keys, Record last) {
    Condition further = behind(keys.getLast(), last);
    if (keys.size() == 1) {
      return further;
    }
    Field<Long> first = keys.getFirst().coerce(Long.class);
    Long at = last.get(first);
    return first.gt(at).or(first.eq(at).and(further));
  }

  private static Condition behind(Field<?> key, Record last) {
    Field<Long> id = key.coerce(Long.class);
    return id.gt(last.get(id));
  }
}
