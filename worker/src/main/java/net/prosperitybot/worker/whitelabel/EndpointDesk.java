package net.prosperitybot.worker.whitelabel;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.discord.ApplicationChange;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.discord.Pause;

/** Has Discord post a bot's interactions to us; the row says what came of it. */
final class EndpointDesk {
  /** Another replica may not know of the bot yet when Discord's PING comes to it. */
  static final Duration BEFORE_SECOND_TRY = Duration.ofSeconds(3);

  private final WhitelabelStore bots;
  private final Portal portal;
  private final Address address;
  private final Pause pause;

  EndpointDesk(WhitelabelStore bots, Portal portal, Address address, Pause pause) {
    this.bots = bots;
    this.portal = portal;
    this.address = address;
    this.pause = pause;
  }

  /**
   * Tells Discord our address unless it has it.
   *
   * @param application as it is
   * @return unknown when Discord did not answer: then it is to be told again
   */
  EndpointState settle(Secret token, ApplicationInfo application) {
    EndpointState state =
        address.isEndpointOf(application)
            ? EndpointState.SET
            : address
                .endpointForDiscord(application.id())
                .map(url -> tell(token, url))
                .orElse(EndpointState.REFUSED);
    bots.endpoint(application.id(), state);
    return state;
  }

  private EndpointState tell(Secret token, URI url) {
    ApplicationChange change = ApplicationChange.endpoint(Optional.of(url));
    EndpointState first = state(portal.change(token, change));
    if (first == EndpointState.SET) {
      return first;
    }
    try {
      pause.pause(BEFORE_SECOND_TRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stopped before Discord was told again", e);
    }
    return state(portal.change(token, change));
  }

  private static EndpointState state(Portal.Answer answer) {
    return switch (answer) {
      case Portal.Told told -> EndpointState.SET;
      case Portal.TokenRefused refused -> EndpointState.REFUSED;
      case Portal.Refused refused -> EndpointState.REFUSED;
      case Portal.Silent silence -> EndpointState.UNKNOWN;
    };
  }
}
