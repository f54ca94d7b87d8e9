package net.prosperitybot.common.serverfiles;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseTool;
import net.prosperitybot.common.discord.Snowflake;

/**
 * {@code ./prosperity export SERVER [--out FILE]}: writes a server's levelling into a file. Exits
 * with 1 when that can't be done, 2 for wrong arguments or settings.
 */
public final class ExportMain {
  private static final String USAGE =
      """
      Usage: ./prosperity export SERVER [--out FILE]

      Writes a server's settings, members and ledger, as of one moment, as lines of JSON. SERVER is its id; FILE is
      prosperity-SERVER.jsonl unless you name another.
      """;

  private ExportMain() {}

  public static void main(String[] args) {
    System.exit(
        DatabaseTool.run(
            "export",
            settings -> List.of(args),
            (database, given) -> run(database, given, System.out)));
  }

  static int run(Database database, List<String> args, PrintStream out) {
    boolean named = args.size() == 3 && args.get(1).equals("--out");
    if (args.size() != 1 && !named) {
      out.print(USAGE);
      return ConfigException.EXIT_CODE;
    }
    long server;
    try {
      server = Snowflake.parse(args.getFirst());
    } catch (NumberFormatException e) {
      out.print(USAGE);
      return ConfigException.EXIT_CODE;
    }
    Path file = Path.of(named ? args.get(2) : "prosperity-" + server + ".jsonl");
    try {
      long lines = new ServerExport(database).write(server, file);
      out.printf("Server %d is in %s, in %d lines.%n", server, file, lines);
      return 0;
    } catch (ServerFileException | UncheckedIOException e) {
      out.println(String.valueOf(e.getMessage()));
      return 1;
    }
  }
}
