package net.prosperitybot.events.whitelabel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final List<Integer> WITHOUT_JITTER =
      List.of(5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900);

  @Test
  void itDoublesFromFiveSecondsToAQuarterOfAnHour() {
    for (int failed = 1; failed <= WITHOUT_JITTER.size(); failed++) {
      int usual = WITHOUT_JITTER.get(failed - 1);
      for (int seed = 0; seed < 50; seed++) {
        long seconds = BackOff.after(failed, new Random(seed)).toSeconds();
        assertTrue(Math.abs(seconds - usual) <= usual * 0.2, failed + ": " + seconds);
      }
    }
    assertTrue(BackOff.after(1_000_000, new Random(1)).toMinutes() <= 18);
  }

  @Test
  void manyDoNotComeBackAtOnce() {
    Random random = new Random(1);
    long different =
        IntStream.range(0, 50)
            .mapToObj(bot -> BackOff.after(6, random))
            .map(Duration::toSeconds)
            .distinct()
            .count();
    assertTrue(different > 20, different + " different pauses");
  }
}
