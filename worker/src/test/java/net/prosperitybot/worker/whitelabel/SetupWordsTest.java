package net.prosperitybot.worker.whitelabel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.worker.discord.ApplicationInfo;
import org.junit.jupiter.api.Test;

class SetupWordsTest {
  private static final Optional<URI> KNOWN = Optional.of(URI.create("https://bot.example/7"));

  @Test
  void aCodeGrantThatBreaksTheInviteLinkIsSpokenOf() {
    assertEquals(Optional.empty(), words(false).codeGrant());
    assertEquals(
        Optional.of(
            "⚠️ Switch off **Requires OAuth2 Code Grant** at"
                + " <https://discord.com/developers/applications/7/bot>, or the link below fails."),
        words(true).codeGrant());
  }

  @Test
  void moreIsNotSaidOfAnEndpointThanIsKnown() {
    SetupWords words = words(false);
    String certain = "✅ Discord sends its commands here.";
    assertEquals(certain, words.endpoint(EndpointState.SET, KNOWN, false));
    assertEquals(certain, words.endpoint(EndpointState.SET, Optional.empty(), true));
    assertEquals(
        "✅ The address of its commands ends as it must.",
        words.endpoint(EndpointState.SET, Optional.empty(), false));
    assertEquals(
        "⏳ Discord does not say whether its commands come here; that is tried again by itself.",
        words.endpoint(EndpointState.UNKNOWN, KNOWN, false));
  }

  private static SetupWords words(boolean requiresCodeGrant) {
    return new SetupWords(
        new ApplicationInfo(
            7,
            7,
            "Guildmaster",
            Optional.empty(),
            "",
            0,
            Optional.empty(),
            Set.of(),
            false,
            true,
            requiresCodeGrant),
        false,
        true);
  }
}
