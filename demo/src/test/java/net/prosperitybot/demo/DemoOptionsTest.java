package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./prosperity demo} may be asked for. */
class DemoOptionsTest {
  private static DemoOptions parse(String... arguments) {
    return DemoOptions.parse(arguments);
  }

  @Test
  void itListensOnThisMachineAloneUnlessItIsToldOtherwise() {
    assertEquals("127.0.0.1", parse().bind().getHostAddress());
    assertFalse(parse().onlyDiscord());
    assertEquals("127.0.0.2", parse("--bind", "127.0.0.2").discord().address().getHostAddress());
    assertTrue(parse("--bind", "0.0.0.0").discord().address().isAnyLocalAddress());
  }

  @Test
  void aCheckTakesAnyFreePortUnlessItIsToldOne() {
    assertEquals(0, parse("--check").discord().port());
    assertEquals(8420, parse("--port", "8420", "--check").discord().port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"everywhere", "localhost", "::", "[::1]", "256.1.1.1", "127.0.0.1:80", ""})
  void whatIsNoAddressIsRefusedInWords(String address) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> parse("--bind", address));
    assertEquals(
        "--bind is an address such as 127.0.0.1, or 0.0.0.0 in a container, not " + address + ".",
        refused.getMessage());
  }
}
