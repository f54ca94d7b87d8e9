package net.prosperitybot.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The address at which Discord reaches the worker, as a reverse proxy's is: while it is closed,
 * nobody listens there. Passes bytes on as they come.
 */
public final class PublicAddress implements AutoCloseable {
  private static final int WAITING = 50;

  private final int port;
  private volatile int target;
  private final Set<Socket> calls = ConcurrentHashMap.newKeySet();
  private ServerSocket socket;

  /** Opens a free port that leads to another one. */
  public PublicAddress(int target) {
    this.target = target;
    this.socket = listen(0);
    this.port = socket.getLocalPort();
  }

  private ServerSocket listen(int at) {
    try {
      ServerSocket listening = new ServerSocket(at, WAITING, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> serve(listening));
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Leads new calls elsewhere; those that are under way stay. */
  public void lead(int to) {
    target = to;
  }

  /** Opens it again. */
  synchronized void open() {
    socket = listen(port);
  }

  private void serve(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        Socket worker = new Socket(InetAddress.getLoopbackAddress(), target);
        calls.addAll(List.of(caller, worker));
        Thread.ofVirtual().start(() -> pass(caller, worker));
        Thread.ofVirtual().start(() -> pass(worker, caller));
      } catch (IOException e) {
        // Closed, or the worker is not there: who called hears nothing.
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One of the two has hung up.
    }
  }

  /** Hangs up, and refuses calls from now on. */
  @Override
  public synchronized void close() {
    try {
      socket.close();
      for (Socket call : calls) {
        call.close();
      }
      calls.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
