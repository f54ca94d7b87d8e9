package net.prosperitybot.worker.whitelabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import org.junit.jupiter.api.Test;

class GivenTokenTest {
  private static final long ID = 1_234_567_890_123_456_789L;
  private static final String TOKEN =
      Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(Long.toString(ID).getBytes(StandardCharsets.US_ASCII))
          + ".GaBcDe.abcdefghijklmnopqrstuvwxyz_-0123456789";

  @Test
  void whateverStandsAroundATokenIsTakenAway() {
    for (String typed :
        List.of(
            TOKEN,
            " " + TOKEN + "\n",
            "Bot " + TOKEN,
            "bot  " + TOKEN,
            "`" + TOKEN + "`",
            "\"Bot " + TOKEN + "\"",
            TOKEN.substring(0, 30) + " " + TOKEN.substring(30))) {
      assertEquals(
          Optional.of(new GivenToken(new Secret(TOKEN), ID)), GivenToken.parse(typed), typed);
    }
  }

  @Test
  void whatIsNoTokenIsNone() {
    for (String typed :
        List.of(
            "",
            "Bot ",
            "hunter2",
            "..",
            "a".repeat(64),
            TOKEN.substring(1),
            TOKEN + ".more",
            TOKEN.replace("Ga", "ä"),
            "bm90IGFuIGlkIGF0IGFsbA.GaBcDe.abcdefghijklmnopqrstuvwxyz")) {
      assertEquals(Optional.empty(), GivenToken.parse(typed), typed);
    }
  }

  @Test
  void itPrintsNothingOfItself() {
    assertFalse(GivenToken.parse(TOKEN).orElseThrow().toString().contains("GaBcDe"));
  }
}
