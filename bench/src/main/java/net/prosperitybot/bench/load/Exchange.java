package net.prosperitybot.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection and the request that is under way on it. */
final class Exchange {
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(LARGEST_ANSWER);
  private @Nullable ByteBuffer rest;
  private int answerEnd = -1;

  /** When the request was due, by {@link System#nanoTime}. */
  long dueAt;

  int wantedStatus;

  private Exchange(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  static Exchange open(int port, Selector selector) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    Exchange exchange = new Exchange(channel, key);
    key.attach(exchange);
    return exchange;
  }

  void send(Request request, long due) throws IOException {
    dueAt = due;
    wantedStatus = request.status();
    answer.clear();
    answerEnd = -1;
    rest = request.wire().duplicate();
    goOnSending();
  }

  /** Reads or writes what can be; true once the answer is whole. */
  boolean progress() throws IOException {
    if (rest != null) {
      goOnSending();
    }
    if (channel.read(answer) < 0) {
      throw new IOException("The server closed the connection");
    }
    return isWhole();
  }

  int status() {
    int digits = 0;
    for (int i = STATUS_AT; i < STATUS_AT + 3; i++) {
      digits = digits * 10 + answer.get(i) - '0';
    }
    return digits;
  }

  void close() throws IOException {
    channel.close();
  }

  private void goOnSending() throws IOException {
    if (rest == null) {
      return;
    }
    channel.write(rest);
    if (rest.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } else {
      rest = null;
      if (key.interestOps() != SelectionKey.OP_READ) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }
  }

  private boolean isWhole() throws IOException {
    if (answerEnd < 0) {
      int headEnd = headEnd();
      if (headEnd < 0) {
        return false;
      }
      answerEnd = headEnd + contentLength(headEnd);
    }
    return answer.position() >= answerEnd;
  }

  /** Where the body begins; −1 while the header is not whole. */
  private int headEnd() {
    for (int i = 3; i < answer.position(); i++) {
      if (answer.get(i) == '\n' && answer.get(i - 1) == '\r' && answer.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int contentLength(int headEnd) throws IOException {
    for (int i = 0; i + LENGTH.length < headEnd; i++) {
      if (startsWithLength(i)) {
        int length = 0;
        for (int at = i + LENGTH.length; answer.get(at) != '\r'; at++) {
          if (answer.get(at) != ' ') {
            length = length * 10 + answer.get(at) - '0';
          }
        }
        return length;
      }
    }
    throw new IOException("An answer without a length");
  }

  private boolean startsWithLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((answer.get(at + i) | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }
}
