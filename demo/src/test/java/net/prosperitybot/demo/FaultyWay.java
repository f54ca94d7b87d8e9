package net.prosperitybot.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way over TCP to a server on this machine, which can be cut, slow, or silent. */
public final class FaultyWay implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final int BACKLOG = 200;

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean silent;
  private volatile Duration delay = Duration.ZERO;

  private FaultyWay(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  /** A way that works. */
  public static FaultyWay to(int port) {
    try {
      FaultyWay way =
          new FaultyWay(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), port);
      Thread.ofVirtual().name("faulty-way").start(way::accept);
      return way;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Ends all connections; new ones are ended at once. */
  public void cut() {
    cut = true;
    endAll();
  }

  /** Takes everything and brings nothing. */
  public void silence() {
    silent = true;
  }

  /** Brings each question so much later. */
  public void slow(Duration later) {
    delay = later;
  }

  /** Works again; connections that were silent are ended. */
  public void mend() {
    if (silent) {
      endAll();
    }
    cut = false;
    silent = false;
    delay = Duration.ZERO;
  }

  /** How many connections there are now. */
  public int connections() {
    return sockets.size() / 2;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket from = door.accept();
        if (cut) {
          from.close();
        } else {
          join(from);
        }
      } catch (IOException e) {
        // The door was closed, or the server is away.
      }
    }
  }

  private void join(Socket from) throws IOException {
    sockets.add(from);
    Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
    to.setTcpNoDelay(true);
    from.setTcpNoDelay(true);
    sockets.add(to);
    Thread.ofVirtual().start(() -> carry(from, to, true));
    Thread.ofVirtual().start(() -> carry(to, from, false));
  }

  private void carry(Socket from, Socket to, boolean isQuestion) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (isQuestion && delay.isPositive()) {
          Thread.sleep(delay);
        }
        if (!silent) {
          out.write(chunk, 0, read);
        }
      }
    } catch (IOException e) {
      // One end is gone, so the other one goes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void endAll() {
    sockets.forEach(FaultyWay::end);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    endAll();
  }
}
