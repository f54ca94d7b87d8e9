package net.prosperitybot.simulator.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Turns payloads into frames of one connection: text as it is, or binary pieces of one zlib stream
 * that each end with a sync flush. Used by the connection's writer alone; holds native memory until
 * {@link #close()}.
 */
final class FrameEncoder implements AutoCloseable {
  /** {@code ,"s":} + 19 digits + {@code ,"op":0,"d":} + {@code }}. */
  private static final int ENVELOPE = 64;

  private static final int FIRST_SCRATCH = 4096;

  private static final byte[] AFTER_SEQUENCE = ascii(",\"op\":0,\"d\":");

  private final Map<String, byte[]> prefixes = new HashMap<>();
  private final boolean compressed;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private byte[] plain = new byte[FIRST_SCRATCH];
  private byte[] packed = new byte[FIRST_SCRATCH];

  FrameEncoder(boolean compressed) {
    this.compressed = compressed;
  }

  /** The frame of a dispatch; only its sequence number is made anew for each session. */
  Frame event(SequencedEvent event) {
    byte[] prefix =
        prefixes.computeIfAbsent(event.type(), type -> ascii("{\"t\":\"" + type + "\",\"s\":"));
    byte[] data = event.data();
    byte[] target =
        compressed
            ? scratch(prefix.length + data.length + ENVELOPE)
            : new byte[prefix.length + data.length + ENVELOPE];
    System.arraycopy(prefix, 0, target, 0, prefix.length);
    int end = writeDigits(event.sequence(), target, prefix.length);
    System.arraycopy(AFTER_SEQUENCE, 0, target, end, AFTER_SEQUENCE.length);
    end += AFTER_SEQUENCE.length;
    System.arraycopy(data, 0, target, end, data.length);
    end += data.length;
    target[end++] = '}';
    return frame(target, end);
  }

  /** The frame of a payload that is no dispatch. */
  Frame raw(byte[] payload) {
    return frame(payload, payload.length);
  }

  @Override
  public void close() {
    deflater.end();
  }

  private Frame frame(byte[] payload, int length) {
    return compressed
        ? new Frame(OpCode.BINARY).setPayload(ByteBuffer.wrap(deflate(payload, length)))
        : new Frame(OpCode.TEXT).setPayload(ByteBuffer.wrap(payload, 0, length));
  }

  private byte[] deflate(byte[] payload, int length) {
    deflater.setInput(payload, 0, length);
    int end = 0;
    while (true) {
      int room = packed.length - end;
      int written = deflater.deflate(packed, end, room, Deflater.SYNC_FLUSH);
      end += written;
      if (written < room) {
        return Arrays.copyOf(packed, end);
      }
      packed = Arrays.copyOf(packed, packed.length * 2);
    }
  }

  private byte[] scratch(int size) {
    if (plain.length < size) {
      plain = new byte[Math.max(size, plain.length * 2)];
    }
    return plain;
  }

  private static int writeDigits(long number, byte[] target, int start) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = start + digits - 1; i >= start; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return start + digits;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
