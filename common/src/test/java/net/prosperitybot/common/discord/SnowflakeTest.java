package net.prosperitybot.common.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnowflakeTest {

  @Test
  void theTimeIsInTheId() {
    // The example of Discord's own documentation.
    assertEquals(Instant.parse("2016-04-30T11:18:25.796Z"), Snowflake.timeOf(175928847299117063L));
  }

  @Test
  void theFirstIdOfATimeCarriesThatTime() {
    Instant time = Instant.parse("2026-11-22T08:30:00.123Z");
    assertEquals(time, Snowflake.timeOf(Snowflake.firstAt(time)));
  }

  @Test
  void aServerBelongsToTheShardThatDiscordsFormulaNames() {
    assertEquals((int) ((41771983423143937L >> 22) % 5), Snowflake.shardOf(41771983423143937L, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", "abc", "99999999999999999999"})
  void whatIsNoIdIsRefused(String text) {
    assertThrows(NumberFormatException.class, () -> Snowflake.parse(text));
  }
}
