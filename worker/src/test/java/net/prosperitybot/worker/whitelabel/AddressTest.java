package net.prosperitybot.worker.whitelabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.worker.discord.ApplicationInfo;
import org.junit.jupiter.api.Test;

class AddressTest {
  private static final URI DISCORD = URI.create("https://discord.com/api/v10");

  @Test
  void discordIsToldAnAddressThatItTakes() {
    Address secure = new Address(Optional.of(URI.create("https://bot.example")), DISCORD);
    assertEquals(
        Optional.of(URI.create("https://bot.example/interactions/7")),
        secure.endpointForDiscord(7));
    Address open = new Address(Optional.of(URI.create("http://bot.example")), DISCORD);
    assertEquals(Optional.empty(), open.endpointForDiscord(7));
    assertEquals(Optional.of(URI.create("http://bot.example/interactions/7")), open.endpoint(7));
    assertEquals(Optional.empty(), new Address(Optional.empty(), DISCORD).endpoint(7));
  }

  @Test
  void ourAddressIsKnownByAllOfItAndWhereItIsNotKnownByItsEnd() {
    Address known = new Address(Optional.of(URI.create("https://bot.example")), DISCORD);
    assertTrue(known.isEndpointOf(postedTo("https://bot.example/interactions/7")));
    assertFalse(known.isEndpointOf(postedTo("https://other.example/interactions/7")));
    Address unknown = new Address(Optional.empty(), DISCORD);
    assertTrue(unknown.isEndpointOf(postedTo("https://other.example/interactions/7")));
    assertFalse(unknown.isEndpointOf(postedTo("https://other.example/interactions/8")));
  }

  private static ApplicationInfo postedTo(String url) {
    return new ApplicationInfo(
        7, 7, "", Optional.empty(), "", 0, Optional.of(url), Set.of(), false, true, false);
  }

  @Test
  void aLocalDiscordTakesALocalAddress() {
    Address local =
        new Address(
            Optional.of(URI.create("http://127.0.0.1:3000")),
            URI.create("http://127.0.0.1:4000/api/v10"));
    assertEquals(
        Optional.of(URI.create("http://127.0.0.1:3000/interactions/7")),
        local.endpointForDiscord(7));
  }
}
