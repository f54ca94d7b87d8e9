package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A WebSocket client that does nothing by itself: it reads when asked, answers nothing, and can be
 * dropped without a goodbye. Waits ten seconds at most for anything.
 */
final class RawClient implements AutoCloseable {
  static final String PLAIN = "v=10&encoding=json";
  static final String ZLIB = PLAIN + "&compress=zlib-stream";

  /** The connection ended without a close frame. */
  static final int NO_CLOSE_FRAME = 1006;

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int BUFFER = 64 * 1024;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final byte[] FLUSH = {0, 0, (byte) 0xff, (byte) 0xff};

  private final ObjectMapper mapper = new ObjectMapper();
  private final Inflater inflater = new Inflater();
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    this.out = socket.getOutputStream();
  }

  static RawClient connect(int port, String query) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    RawClient client = new RawClient(socket);
    String request =
        """
        GET /gateway?%s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(query, port);
    client.out.write(request.getBytes(StandardCharsets.US_ASCII));
    client.skipHeaders();
    return client;
  }

  private void skipHeaders() throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int read = in.readByte();
      if (read == '\n') {
        newlines++;
      } else if (read != '\r') {
        newlines = 0;
      }
    }
  }

  void send(String json) throws IOException {
    write(0x80 | TEXT, json.getBytes(StandardCharsets.UTF_8));
  }

  void sendBinary(byte[] payload) throws IOException {
    write(0x80 | BINARY, payload);
  }

  void sendClose(int code) throws IOException {
    write(0x80 | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  /** A client masks; a mask of zeros changes nothing. */
  private void write(int head, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) head);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    out.write(frame.array(), 0, frame.position());
  }

  /** The next payload as text, inflated where the connection is compressed. */
  String nextText() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int opcode = 0;
    boolean last = false;
    while (!last) {
      int head = in.readUnsignedByte();
      last = (head & 0x80) != 0;
      opcode = (head & 0x0f) == 0 ? opcode : head & 0x0f;
      byte[] part = in.readNBytes(length());
      message.write(part);
    }
    byte[] payload = message.toByteArray();
    if (opcode == CLOSE) {
      throw new Closed(payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort());
    }
    return opcode == BINARY ? inflate(payload) : new String(payload, StandardCharsets.UTF_8);
  }

  JsonNode next() throws IOException {
    return mapper.readTree(nextText());
  }

  /** The next payload with this op code; others are passed over. */
  JsonNode nextOp(int op) throws IOException {
    JsonNode payload = next();
    while (payload.path("op").asInt() != op) {
      payload = next();
    }
    return payload;
  }

  /** The next dispatch of this type; everything else is passed over. */
  JsonNode nextEvent(String type) throws IOException {
    JsonNode payload = next();
    while (!payload.path("t").asText().equals(type)) {
      payload = next();
    }
    return payload;
  }

  /** Reads on until the connection ends and says with which code. */
  int closeCode() throws IOException {
    try {
      while (true) {
        nextText();
      }
    } catch (Closed closed) {
      return closed.code;
    } catch (EOFException | SocketException gone) {
      return NO_CLOSE_FRAME;
    }
  }

  /** Reads frames without looking inside, until this many data frames have come. */
  void skipFrames(long frames) throws IOException {
    for (long i = 0; i < frames; i++) {
      in.readUnsignedByte();
      in.skipNBytes(length());
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte();
    if (length == 126) {
      return in.readUnsignedShort();
    }
    return length == 127 ? Math.toIntExact(in.readLong()) : length;
  }

  private String inflate(byte[] payload) throws IOException {
    int end = payload.length;
    if (!Arrays.equals(Arrays.copyOfRange(payload, end - FLUSH.length, end), FLUSH)) {
      throw new IOException("A message must end with a sync flush");
    }
    inflater.setInput(payload);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] piece = new byte[BUFFER];
    try {
      for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece)) {
        text.write(piece, 0, n);
      }
    } catch (DataFormatException malformed) {
      throw new IOException(malformed);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    socket.close();
  }

  private static final class Closed extends IOException {
    private final int code;

    Closed(int code) {
      super("Closed with " + code);
      this.code = code;
    }
  }
}
