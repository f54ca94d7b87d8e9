package net.prosperitybot.common.serverfiles;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.common.members.UserStore;
import net.prosperitybot.common.rankcounts.RankRecount;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a server file into the database: all of it in one transaction, or nothing.
 *
 * <p>The services may run meanwhile. What members earn at that very moment is kept beside what is
 * imported, or the import gives up and can be run again. No level-up is told of what was imported;
 * the roles of all members are looked at afterwards.
 */
public final class ServerImport {
  private static final int ROWS_AT_ONCE = 500;

  /** As text: among rows without a time, MySQL takes the milliseconds from those that have one. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /** The tables that a server's levelling is in; the ledger behind the members. */
  private static final List<Part> OWN =
      List.of(
          Part.LEVEL_ROLE,
          Part.IGNORED_CHANNEL,
          Part.IGNORED_ROLE,
          Part.MEMBER,
          Part.MESSAGE,
          Part.ADJUSTMENT);

  private final Database database;

  public ServerImport(Database database) {
    this.database = database;
  }

  /** What to do with what there is of the server already. */
  public enum Existing {
    REFUSE,
    REPLACE
  }

  /** What was imported. */
  public record Imported(long guildId, long members, long messages) {}

  /**
   * Checks the whole file, then imports it.
   *
   * @throws ServerFileException when something is wrong with it, or the server is there already;
   *     nothing was changed then
   */
  public Imported run(Path path, Existing existing) {
    ServerFile file = new ServerFile(path);
    Sums sums = new Sums();
    file.read(sums);
    sums.check();
    try {
      return database.transaction(
          tx -> {
            Writing writing = new Writing(tx, existing);
            file.read(writing);
            return writing.finish();
          });
    } catch (IntegrityConstraintViolationException e) {
      throw disturbed();
    }
  }

  private static ServerFileException disturbed() {
    return new ServerFileException(
        "Members earned XP in this server meanwhile. Nothing was changed; run it again, and if that"
            + " does not help, stop the events service for the moment.");
  }

  /** Whether the members of a file hold what its ledger says. */
  private static final class Sums implements ServerFile.Rows {
    private final Map<Long, Member> members = new HashMap<>();

    private static final class Member {
      final long line;
      final long xp;
      final long count;
      long ledger;
      long messages;

      Member(long line, long xp, long purged, long count) {
        this.line = line;
        this.xp = xp;
        this.ledger = purged;
        this.count = count;
      }
    }

    @Override
    public void server(long guildId) {
      members.clear();
    }

    @Override
    public void row(Part part, List<@Nullable Object> values, long line) {
      switch (part) {
        case MEMBER ->
            members.put(
                number(values, 0),
                new Member(line, number(values, 1), number(values, 2), number(values, 3)));
        case NAME -> member(number(values, 0), line);
        case MESSAGE -> {
          Member member = member(number(values, 1), line);
          member.ledger += number(values, 2);
          member.messages++;
        }
        case ADJUSTMENT -> member(number(values, 0), line).ledger += number(values, 4);
        case SETTINGS, LEVEL_ROLE, IGNORED_CHANNEL, IGNORED_ROLE -> {}
      }
    }

    private Member member(long userId, long line) {
      Member member = members.get(userId);
      if (member == null) {
        throw ServerFileException.inLine(line, "%d is not among the members.".formatted(userId));
      }
      return member;
    }

    void check() {
      members.forEach(
          (userId, member) -> {
            if (member.ledger != member.xp || member.messages > member.count) {
              throw ServerFileException.inLine(
                  member.line,
                  "member %d has %d XP of %d messages, but the ledger below comes to %d of %d. Write the file again."
                      .formatted(userId, member.xp, member.count, member.ledger, member.messages));
            }
          });
    }
  }

  private static long number(List<@Nullable Object> values, int index) {
    return values.get(index) instanceof Number number ? number.longValue() : 0;
  }

  private static final class Writing implements ServerFile.Rows {
    private final DSLContext tx;
    private final Existing existing;
    private final Map<Part, Long> written = new EnumMap<>(Part.class);
    private final List<List<@Nullable Object>> waiting = new ArrayList<>();
    private Part part = Part.SETTINGS;
    private long guildId;

    Writing(DSLContext tx, Existing existing) {
      this.tx = tx;
      this.existing = existing;
    }

    @Override
    public void server(long server) {
      guildId = server;
      if (existing == Existing.REFUSE) {
        refuseWhatIsThere();
        return;
      }
      for (Part own : OWN) {
        tx.deleteFrom(own.table()).where(own.server().eq(guildId)).execute();
      }
      tx.deleteFrom(LEVEL_UPS).where(LEVEL_UPS.GUILD_ID.eq(guildId)).execute();
    }

    private void refuseWhatIsThere() {
      for (Part own : OWN) {
        if (tx.fetchExists(own.table(), own.server().eq(guildId))) {
          throw new ServerFileException(
              "Server "
                  + guildId
                  + " has levels or settings here already. To put the file in their place, add"
                  + " --replace; an export keeps what there is.");
        }
      }
    }

    @Override
    public void row(Part next, List<@Nullable Object> values, long line) {
      if (next != part || waiting.size() == ROWS_AT_ONCE) {
        write();
      }
      part = next;
      waiting.add(values);
    }

    private void write() {
      if (waiting.isEmpty()) {
        return;
      }
      switch (part) {
        case SETTINGS -> settings(waiting.getFirst());
        case NAME ->
            UserStore.write(
                tx,
                waiting.stream()
                    .map(
                        row ->
                            new UserName(
                                number(row, 0),
                                String.valueOf(row.get(1)),
                                String.valueOf(row.get(2))))
                    .toList());
        case LEVEL_ROLE, IGNORED_CHANNEL, IGNORED_ROLE, MEMBER, MESSAGE, ADJUSTMENT -> rows();
      }
      written.merge(part, (long) waiting.size(), Long::sum);
      waiting.clear();
    }

    /** The server may be known: the bot is in it. Which bot serves it stays as it is. */
    private void settings(List<@Nullable Object> values) {
      Map<Object, @Nullable Object> columns = new HashMap<>();
      for (int i = 0; i < values.size(); i++) {
        columns.put(part.columns().get(i).field(), values.get(i));
      }
      Instant now = Instant.now();
      tx.insertInto(GUILDS)
          .set(GUILDS.ID, guildId)
          .set(GUILDS.CREATED_AT, now)
          .set(GUILDS.UPDATED_AT, now)
          .set(columns)
          .onDuplicateKeyUpdate()
          .set(GUILDS.SETTINGS_VERSION, GUILDS.SETTINGS_VERSION.plus(1))
          .set(GUILDS.UPDATED_AT, now)
          .set(columns)
          .execute();
    }

    private void rows() {
      List<String> names =
          Stream.concat(Stream.of("guild_id"), part.columns().stream().map(Column::name))
              .collect(Collectors.toCollection(ArrayList::new));
      if (part == Part.MEMBER) {
        names.add("level");
      }
      List<String> aliases = names.stream().map(name -> "c_" + name).toList();
      MultiRow rows = new MultiRow(aliases.toArray(String[]::new));
      for (List<@Nullable Object> row : waiting) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(guildId);
        row.forEach(value -> all.add(value instanceof Instant at ? TIME.format(at) : value));
        if (part == Part.MEMBER) {
          all.add(LevelCurve.levelAt(number(row, 1)));
        }
        rows.add(all.toArray());
      }
      rows.execute(
          tx,
          "INSERT INTO %s (%s) SELECT %s FROM {rows}"
              .formatted(
                  part.table().getName(),
                  names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
                  aliases.stream().map(name -> "t." + name).collect(Collectors.joining(", "))));
    }

    Imported finish() {
      write();
      RankRecount.mend(tx, guildId);
      RoleReconciles.ask(
          tx, guildId, Snowflake.firstAt(Instant.now()), 1, OptionalLong.empty(), Optional.empty());
      // An award that was committed between two of the deletions has lost a half to the second one.
      if (!XpAudit.disagreements(tx, guildId).isEmpty()) {
        throw disturbed();
      }
      return new Imported(
          guildId, written.getOrDefault(Part.MEMBER, 0L), written.getOrDefault(Part.MESSAGE, 0L));
    }
  }
}
