package net.prosperitybot.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.untested.NotTested;
import org.opentest4j.TestAbortedException;

/**
 * The cluster that {@code deploy/cluster-test/run.sh} started and names by {@code
 * -Dprosperity.cluster=FOLDER}. Nodes, numbered from 1, die and come back by the same script.
 */
final class GaleraCluster {
  private static final String PROPERTY = "prosperity.cluster";
  private static final String DATABASE = "prosperity";
  private static final int POOL_SIZE = 10;

  private final Path folder;
  private final List<String> hosts;

  private GaleraCluster(Path folder) throws IOException {
    this.folder = folder;
    this.hosts = List.of(Files.readString(folder.resolve("hosts")).strip().split(","));
  }

  /** The cluster of this run. Where there is none, the test is aborted, and the run says so. */
  static GaleraCluster givenOrAbort(String what) {
    String given = System.getProperty(PROPERTY, "");
    if (given.isEmpty()) {
      NotTested.tell(what + ". deploy/cluster-test/run.sh does.");
      throw new TestAbortedException("There is no cluster");
    }
    try {
      return new GaleraCluster(Path.of(given));
    } catch (IOException e) {
      throw new UncheckedIOException("No cluster in " + given, e);
    }
  }

  /** Says what was counted, so that the script finds it in the build's log. */
  static void tell(String format, Object... values) {
    System.out.printf("CLUSTER: " + format + "%n", values);
  }

  /** All hosts, this node's first, as {@code DB_HOST}. */
  String hostsFrom(int node) {
    List<String> turned = new ArrayList<>(hosts);
    Collections.rotate(turned, 1 - node);
    return String.join(",", turned);
  }

  /** How a service reaches the cluster, as the user with the least rights. */
  Map<String, String> settings() {
    return Map.of(
        "DB_HOST",
        hostsFrom(1),
        "DB_NAME",
        DATABASE,
        "DB_USER",
        "prosperity",
        "DB_PASSWORD_FILE",
        folder.resolve("secrets/db_password").toString());
  }

  /** A pool on one node alone, with the services' rights. */
  Database on(int node) {
    return Database.open(config(hosts.get(node - 1), "prosperity", "db_password"), "node " + node);
  }

  /** A pool on all nodes, this one first, with the services' rights. */
  Database from(int node) {
    return Database.open(config(hostsFrom(node), "prosperity", "db_password"), "from " + node);
  }

  /** The user who may change the schema, on one node alone. */
  DatabaseConfig asOwner(int node) {
    return config(hosts.get(node - 1), "prosperity_migrate", "db_migrate_password");
  }

  private DatabaseConfig config(String address, String user, String passwordFile) {
    try {
      Secret password =
          new Secret(Files.readString(folder.resolve("secrets").resolve(passwordFile)));
      return new DatabaseConfig(
          "jdbc:mysql://" + address + "/" + DATABASE + "?allowPublicKeyRetrieval=true",
          user,
          password,
          POOL_SIZE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the database without a table. */
  void empty() {
    try (Database database = Database.open(asOwner(1), "empty")) {
      for (String table :
          database
              .dsl()
              .fetch(
                  "SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
                  DATABASE)
              .getValues(0, String.class)) {
        database.dsl().execute("DROP TABLE `" + table + "`");
      }
    }
  }

  /** kill -9. */
  void kill(int node) {
    script("kill", Integer.toString(node));
  }

  /** Has a killed node lose its data, so that it has to fetch all of it. */
  void wipe(int node) {
    script("wipe", Integer.toString(node));
  }

  /** Starts a killed node and waits until it works with the others. */
  void restart(int node) {
    script("restart", Integer.toString(node));
  }

  /** The node says nothing more, but is there. */
  void freeze(int node) {
    script("freeze", Integer.toString(node));
  }

  void thaw(int node) {
    script("thaw", Integer.toString(node));
  }

  /** The node answers, but is cut off from the others. */
  void cutOff(int node) {
    script("cut", Integer.toString(node));
  }

  void join(int node) {
    script("join", Integer.toString(node));
  }

  /** Brings back whatever was killed, frozen or cut off. */
  void mend() {
    script("mend");
  }

  /** How many transactions of this node met one of another: at their COMMIT, and before it. */
  long conflicts(int node) {
    return status(node, "wsrep_local_cert_failures") + status(node, "wsrep_local_bf_aborts");
  }

  long status(int node, String name) {
    return Long.parseLong(
        script("sql", Integer.toString(node), "-N", "-e", "SHOW GLOBAL STATUS LIKE '" + name + "'")
            .strip()
            .replaceFirst("\\S+\\s+", ""));
  }

  private String script(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProjectHome.find().resolve("deploy/cluster-test/cluster.sh").toString());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLUSTER_DIR", folder.toString());
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
