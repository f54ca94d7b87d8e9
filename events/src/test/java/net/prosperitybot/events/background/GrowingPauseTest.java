package net.prosperitybot.events.background;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowingPauseTest {
  private final GrowingPause pause =
      new GrowingPause(Duration.ofSeconds(2), Duration.ofSeconds(15));

  @Test
  void eachFailureDoublesItUntilTheLongest() {
    assertEquals(
        List.of(2L, 4L, 8L, 15L, 15L),
        IntStream.rangeClosed(1, 5).mapToObj(n -> pause.after(n).toSeconds()).toList());
  }

  @Test
  void howeverManyFailuresMakeTheLongest() {
    assertEquals(Duration.ofSeconds(15), pause.after(Integer.MAX_VALUE));
  }
}
