package net.prosperitybot.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

  @Test
  void oneRowAndAFileAreAskedForByName() {
    BenchOptions options =
        BenchOptions.parse(new String[] {"--only", "ping-rate", "--json", "rows.json"});
    assertEquals(Optional.of("ping-rate"), options.only());
    assertEquals(Optional.of(Path.of("rows.json").toAbsolutePath()), options.json());
  }

  @Test
  void whatIsNotKnownIsRefusedWithTheOptionsThatThereAre() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> BenchOptions.parse(new String[] {"--fast"}));
    assertTrue(String.valueOf(refusal.getMessage()).contains("--only NAME"));
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(new String[] {"--json"}));
  }
}
