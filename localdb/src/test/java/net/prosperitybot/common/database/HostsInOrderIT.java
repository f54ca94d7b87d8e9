package net.prosperitybot.common.database;

import static net.prosperitybot.common.database.schema.Tables.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.localdb.EmbeddedDatabase;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.localdb.TestDatabase;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code DB_HOST} as a list: who is connected to, and when another one is. */
class HostsInOrderIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final Pattern SERVER = Pattern.compile("(jdbc:mysql://)([^/:]+):?([0-9]*)(/.*)");
  private static final int DEFAULT_PORT = 3306;

  /** More than the fifty after which the driver's own fail-over would go back to the first host. */
  private static final int MANY = 120;

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void theNextHostIsWrittenToWhenTheFirstIsDown() {
    try (Database second = Database.open(hosts("127.0.0.1:1", real()), "second host")) {
      second.transaction(tx -> tx.deleteFrom(USERS).execute());
    }
  }

  @Test
  void whenNoHostIsThereTheErrorNamesThemAll() {
    String words =
        String.valueOf(
            assertThrows(
                    DatabaseUnavailableException.class,
                    () -> Database.open(hosts("127.0.0.1:1", "127.0.0.1:2"), "nowhere"))
                .getMessage());
    assertTrue(words.contains("127.0.0.1:1,127.0.0.1:2"), words);
  }

  @Test
  void aHostThatOnlyReadsIsPassedOver() throws SQLException {
    try (EmbeddedDatabase standby =
        EmbeddedDatabase.start(ProjectHome.find(), List.of("--read-only"))) {
      Database.open(standby.database(TEST.name()), "standby").close(); // makes it
      try (Connection connection =
          connections("127.0.0.1:" + standby.port(), real()).getConnection()) {
        assertEquals(portOf(real()), portOf(connection));
      }
    }
  }

  @Test
  void aServerThatSaysItIsAStandbyByNowIsLeft() {
    try (Database one = Database.open(hosts("127.0.0.1:1", real()), "one connection")) {
      List<Long> connections = new ArrayList<>();
      one.transaction(
          tx -> {
            connections.add(connectionId(tx));
            if (connections.size() == 1) {
              tx.execute("SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1290");
            }
            return connections.size();
          });
      assertEquals(2, connections.size(), "runs again");
      assertNotEquals(connections.get(0), connections.get(1), "on another connection");
    }
  }

  @Test
  void aSnapshotStaysWhereItBeganWhenTheFirstHostIsBack() throws IOException {
    int free = freePort();
    try (Database one = Database.open(hosts("127.0.0.1:" + free, real()), "one connection")) {
      one.snapshot(
          tx -> {
            long before = connectionId(tx);
            try (Passage first = Passage.open(free)) {
              for (int i = 0; i < MANY; i++) {
                assertEquals(before, connectionId(tx));
              }
              assertEquals(0, first.guests.get());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return before;
          });
    }
  }

  @Test
  void whoFailedIsAskedLastForAWhile() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    try (Passage broken = Passage.toNowhere()) {
      String list = address("127.0.0.1:" + broken.port(), real());
      HostsInOrder hosts = new HostsInOrder(list, properties(), now::get);
      hosts.getConnection().close();
      int first = broken.guests.get();
      assertTrue(first > 0, "the first in the list is asked first");
      hosts.getConnection().close();
      assertEquals(first, broken.guests.get());
      now.set(Instant.EPOCH.plus(HostsInOrder.AVOIDED).plus(Duration.ofMillis(1)));
      hosts.getConnection().close();
      assertTrue(broken.guests.get() > first, "asked again");
    }
  }

  @Test
  void aHostThatTakesTheConnectionAndSaysNothingIsLeftAsSoonAsOneThatIsNotThere() throws Exception {
    Properties patient = properties();
    patient.setProperty("connectTimeout", "300");
    patient.setProperty("socketTimeout", "20000");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String list = address("127.0.0.1:" + silent.getLocalPort(), real());
      HostsInOrder hosts = new HostsInOrder(list, patient, Instant::now);
      long begin = System.nanoTime();
      try (Connection connection = hosts.getConnection()) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "took " + took);
        assertEquals(20_000, connection.getNetworkTimeout(), "as patient as ever with statements");
      }
    }
  }

  @Test
  void whoWorksAgainIsTheFirstAgain() throws Exception {
    int free = freePort();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    HostsInOrder hosts =
        new HostsInOrder(address("127.0.0.1:" + free, real()), properties(), now::get);
    hosts.getConnection().close();
    try (Passage first = Passage.open(free)) {
      now.set(Instant.EPOCH.plus(HostsInOrder.AVOIDED).plus(Duration.ofMillis(1)));
      hosts.getConnection().close();
      assertEquals(1, first.guests.get());
      hosts.getConnection().close();
      assertEquals(2, first.guests.get());
    }
  }

  /** A port that leads to the test's server, or to nothing at all, and counts who comes. */
  private static final class Passage implements AutoCloseable {
    final AtomicInteger guests = new AtomicInteger();
    private final ServerSocket door;
    private final boolean leadsOn;

    private Passage(int port, boolean leadsOn) throws IOException {
      this.door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      this.leadsOn = leadsOn;
      Thread.startVirtualThread(this::letIn);
    }

    static Passage open(int port) throws IOException {
      return new Passage(port, true);
    }

    static Passage toNowhere() throws IOException {
      return new Passage(0, false);
    }

    int port() {
      return door.getLocalPort();
    }

    private void letIn() {
      try {
        while (true) {
          Socket guest = door.accept();
          guests.incrementAndGet();
          if (leadsOn) {
            Matcher server = server();
            Socket on = new Socket(server.group(2), portOf(real()));
            Thread.startVirtualThread(() -> carry(guest, on));
            Thread.startVirtualThread(() -> carry(on, guest));
          } else {
            guest.close();
          }
        }
      } catch (IOException e) {
        // The test is over.
      }
    }

    private static void carry(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One side has gone, and so does the other.
      }
    }

    @Override
    public void close() {
      try {
        door.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long connectionId(DSLContext tx) {
    return tx.fetchSingle("SELECT CONNECTION_ID()").get(0, Long.class);
  }

  private static int portOf(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery("SELECT @@port")) {
      answer.next();
      return answer.getInt(1);
    }
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  private static Matcher server() {
    Matcher server = SERVER.matcher(TEST.config().jdbcUrl());
    assertTrue(server.matches(), TEST.config().jdbcUrl());
    return server;
  }

  /** The server of this run. */
  private static String real() {
    Matcher server = server();
    return server.group(2)
        + ":"
        + (server.group(3).isEmpty() ? DEFAULT_PORT : Integer.parseInt(server.group(3)));
  }

  private static String address(String first, String second) {
    Matcher server = server();
    return server.group(1) + first + "," + second + server.group(4);
  }

  private static DatabaseConfig hosts(String first, String second) {
    return new DatabaseConfig(
        address(first, second), TEST.config().user(), TEST.config().password(), 1);
  }

  private static HostsInOrder connections(String first, String second) {
    return new HostsInOrder(address(first, second), properties(), Instant::now);
  }

  private static Properties properties() {
    Properties properties = new Properties();
    if (!TEST.config().user().isEmpty()) {
      properties.setProperty("user", TEST.config().user());
      properties.setProperty("password", TEST.config().password().reveal());
    }
    return properties;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
