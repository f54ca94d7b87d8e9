package net.prosperitybot.common.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import org.junit.jupiter.api.Test;

class TokenVaultTest {
  private static final String OLD = "old:" + key(1);
  private static final String NEW = "new:" + key(2);
  private static final Secret TOKEN = new Secret("MTk4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs");

  private static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  private static TokenVault vault(String ring) {
    ConfigReader read = new ConfigReader(Env.of(Map.of(TokenVault.SETTING, ring)));
    TokenVault vault = TokenVault.read(read);
    read.check();
    return vault;
  }

  @Test
  void whatIsSealedForAnApplicationOpensForItAlone() {
    TokenVault vault = vault(OLD);
    SealedToken sealed = vault.seal(7, TOKEN);
    assertEquals(TOKEN, vault.open(7, sealed));
    assertThrows(UnreadableTokenException.class, () -> vault.open(8, sealed));
  }

  @Test
  void theSameTokenIsSealedDifferentlyEachTime() {
    TokenVault vault = vault(OLD);
    assertNotEquals(vault.seal(7, TOKEN), vault.seal(7, TOKEN));
  }

  @Test
  void theFirstKeySealsAndAllOpen() {
    SealedToken before = vault(OLD).seal(7, TOKEN);
    TokenVault both = vault(NEW + ", " + OLD);
    assertEquals(TOKEN, both.open(7, before));
    assertEquals("new", both.seal(7, TOKEN).keyId());
    assertEquals(List.of("new", "old"), List.copyOf(both.keyIds()));
  }

  @Test
  void aMissingKeyIsNamedAndTheTokenIsNot() {
    SealedToken sealed = vault(OLD).seal(7, TOKEN);
    var missing = assertThrows(UnreadableTokenException.class, () -> vault(NEW).open(7, sealed));
    String words = String.valueOf(missing.getMessage());
    assertTrue(words.contains("'old'"), words);
    assertFalse(words.contains(sealed.stored()), words);
  }

  @Test
  void aKeyOfTheSameNameButOtherBytesOpensNothing() {
    SealedToken sealed = vault(OLD).seal(7, TOKEN);
    assertThrows(UnreadableTokenException.class, () -> vault("old:" + key(3)).open(7, sealed));
  }

  @Test
  void whatWasChangedOrCutDoesNotOpen() {
    TokenVault vault = vault(OLD);
    String stored = vault.seal(7, TOKEN).stored();
    char last = stored.charAt(stored.length() - 2);
    String changed = stored.substring(0, stored.length() - 2) + (last == 'A' ? 'B' : 'A') + "A";
    for (String bad : List.of(changed, stored.substring(0, 12), "old.", "old.!!", "none", "")) {
      assertThrows(UnreadableTokenException.class, () -> vault.open(7, new SealedToken(bad)), bad);
    }
  }

  @Test
  void withoutAKeyNothingIsSealed() {
    TokenVault vault = TokenVault.read(new ConfigReader(Env.of(Map.of())));
    assertTrue(vault.isEmpty());
    assertThrows(UnreadableTokenException.class, () -> vault.seal(7, TOKEN));
  }

  @Test
  void aRingThatCantBeReadIsRefusedWithoutShowingIt() {
    for (String bad :
        List.of("old", "old:short", ":" + key(1), "a b:" + key(1), OLD + "," + OLD, OLD + ",")) {
      var refused = assertThrows(ConfigException.class, () -> vault(bad), bad);
      assertFalse(String.valueOf(refused.getMessage()).contains(key(1)), bad);
    }
  }
}
