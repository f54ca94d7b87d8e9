package net.prosperitybot.simulator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
  @Test
  void isEmptyAtFirst() {
    ReplayBuffer buffer = new ReplayBuffer(1000, 1000);

    assertEquals(1, buffer.first());
    assertEquals(0, buffer.last());
  }

  @Test
  void keepsTheNewestEventsUpToItsCount() {
    ReplayBuffer buffer = new ReplayBuffer(300, Long.MAX_VALUE);

    for (int i = 1; i <= 1000; i++) {
      buffer.add("T", bytes("e" + i));
    }

    assertEquals(701, buffer.first());
    assertEquals(1000, buffer.last());
    for (int i = 701; i <= 1000; i++) {
      assertEquals(i, buffer.get(i).sequence());
      assertEquals("e" + i, new String(buffer.get(i).data(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void keepsTheNewestEventsUpToItsBytesAndAlwaysOne() {
    ReplayBuffer buffer = new ReplayBuffer(1000, 10);

    buffer.add("T", bytes("aaaa"));
    buffer.add("T", bytes("bbbb"));
    buffer.add("T", bytes("cccc"));
    assertEquals(2, buffer.first());

    buffer.add("T", bytes("d".repeat(50)));
    assertEquals(4, buffer.first());
    assertEquals(4, buffer.last());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
