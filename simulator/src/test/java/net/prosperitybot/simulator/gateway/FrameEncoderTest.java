package net.prosperitybot.simulator.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10, 99, 100, 65_535, 1_000_000_000, Long.MAX_VALUE})
  void putsTheSequenceNumberBetweenTypeAndData(long sequence) {
    try (FrameEncoder encoder = new FrameEncoder(false)) {
      Frame frame = encoder.event(new SequencedEvent(sequence, "TYPING_START", utf8("{\"a\":1}")));

      assertEquals(OpCode.TEXT, frame.getOpCode());
      assertEquals(
          "{\"t\":\"TYPING_START\",\"s\":" + sequence + ",\"op\":0,\"d\":{\"a\":1}}",
          frame.getPayloadAsUTF8());
    }
  }

  @Test
  void compressedFramesOfAnySizeMakeOneStreamThatEndsEachWithAFlush() throws DataFormatException {
    Inflater inflater = new Inflater();
    Random random = new Random(7);
    try (FrameEncoder encoder = new FrameEncoder(true)) {
      for (int size = 1; size < 300_000; size = size * 3 / 2 + 1) {
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        Frame frame = encoder.raw(payload);
        byte[] packed = BufferUtil.toArray(frame.getPayload());

        assertEquals(OpCode.BINARY, frame.getOpCode());
        assertEquals(-1, packed[packed.length - 1]);
        assertEquals(0, packed[packed.length - 4]);
        assertArrayEquals(payload, inflate(inflater, packed));
      }
    } finally {
      inflater.end();
    }
  }

  private static byte[] inflate(Inflater inflater, byte[] packed) throws DataFormatException {
    inflater.setInput(packed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece)) {
      out.write(piece, 0, n);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
