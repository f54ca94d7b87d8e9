package net.prosperitybot.common.serverfiles;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseTool;
import net.prosperitybot.common.serverfiles.ServerImport.Existing;
import net.prosperitybot.common.serverfiles.ServerImport.Imported;

/**
 * {@code ./prosperity import FILE [--replace]}: takes a server file into the database. Exits with 1
 * when that can't be done, 2 for wrong arguments or settings.
 */
public final class ImportMain {
  private static final String USAGE =
      """
      Usage: ./prosperity import FILE [--replace]

      Takes what `./prosperity export` wrote, all of it or nothing. With --replace it takes the place of what there is
      of the server.
      """;

  private ImportMain() {}

  public static void main(String[] args) {
    System.exit(
        DatabaseTool.run(
            "import",
            settings -> List.of(args),
            (database, given) -> run(database, given, System.out)));
  }

  static int run(Database database, List<String> args, PrintStream out) {
    boolean replace = args.size() == 2 && args.get(1).equals("--replace");
    if (args.size() != 1 && !replace) {
      out.print(USAGE);
      return ConfigException.EXIT_CODE;
    }
    try {
      Imported done =
          new ServerImport(database)
              .run(Path.of(args.getFirst()), replace ? Existing.REPLACE : Existing.REFUSE);
      out.printf(
          "Server %d has %d members and %d messages now. Their roles are looked at once the events"
              + " service runs; nobody is told of a level.%n",
          done.guildId(), done.members(), done.messages());
      return 0;
    } catch (ServerFileException | UncheckedIOException e) {
      out.println(String.valueOf(e.getMessage()));
      return 1;
    }
  }
}
