package net.prosperitybot.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that are there beside the load: idle ones, which have been answered once and say
 * nothing more, and slow ones, which send a byte now and then.
 */
public final class Disturbance implements AutoCloseable {
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(100);

  private static final byte[] SLOW_HEAD =
      "POST /interactions/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
          .getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_ANSWER = 4096;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final Thread drip = Thread.ofVirtual().unstarted(this::drip);

  private Disturbance() {}

  /** So many connections that were answered {@code first} and stay open. */
  public static Disturbance idle(int port, int connections, Request first) throws IOException {
    Disturbance disturbance = new Disturbance();
    disturbance.open(port, connections);
    for (SocketChannel channel : disturbance.channels) {
      channel.write(first.wire().duplicate());
      channel.read(ByteBuffer.allocate(LARGEST_ANSWER));
    }
    return disturbance;
  }

  /** So many that send a request a byte every 100 ms each, and never come to its end. */
  public static Disturbance slow(int port, int connections) throws IOException {
    Disturbance disturbance = new Disturbance();
    disturbance.open(port, connections);
    disturbance.drip.start();
    return disturbance;
  }

  private void open(int port, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      channels.add(
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }
  }

  private void drip() {
    try {
      for (int at = 0; ; at++) {
        byte now = at < SLOW_HEAD.length ? SLOW_HEAD[at] : (byte) 'a';
        for (SocketChannel channel : channels) {
          channel.write(ByteBuffer.wrap(new byte[] {now}));
        }
        Thread.sleep(BETWEEN_BYTES);
      }
    } catch (IOException | InterruptedException e) {
      // The server has had enough of them, or the measurement is over.
    }
  }

  @Override
  public void close() throws IOException {
    drip.interrupt();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
