package net.prosperitybot.common.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
  @ParameterizedTest
  @CsvSource({
    "0, 100, `░░░░░░░░░░░░` 0%",
    "1, 2, `██████░░░░░░` 50%",
    "99, 100, `███████████░` 99%",
    "5000000, 5025050, `███████████░` 99%",
    "1, 1, `████████████` 100%"
  })
  void itIsFullOnlyWhenAllIsDone(long done, long all, String bar) {
    assertEquals(bar, ProgressBar.of(done, all));
  }
}
