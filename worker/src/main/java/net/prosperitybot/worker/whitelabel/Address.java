package net.prosperitybot.worker.whitelabel;

import java.net.URI;
import java.util.Optional;
import net.prosperitybot.worker.discord.ApplicationInfo;

/** Where the public, and so Discord, reaches this service. */
public final class Address {
  private final Optional<URI> base;
  private final boolean discordTakesIt;

  /**
   * @param base without a slash behind; empty where the operator has set none
   * @param discordApi a Discord without https, such as a local one, takes an address without it
   */
  public Address(Optional<URI> base, URI discordApi) {
    this.base = base;
    this.discordTakesIt = base.filter(url -> isHttps(url) || !isHttps(discordApi)).isPresent();
  }

  private static boolean isHttps(URI url) {
    return "https".equals(url.getScheme());
  }

  /** Where a bot's interactions are to be posted, if that is known. */
  Optional<URI> endpoint(long botId) {
    return base.map(url -> URI.create(url + path(botId)));
  }

  /** The same if there is any use in telling Discord: it takes https only. */
  Optional<URI> endpointForDiscord(long botId) {
    return discordTakesIt ? endpoint(botId) : Optional.empty();
  }

  /**
   * Whether Discord posts the application's interactions to us, as far as its address shows: where
   * ours is not known, by how it ends.
   */
  boolean isEndpointOf(ApplicationInfo application) {
    return application
        .endpointUrl()
        .filter(
            url ->
                endpoint(application.id())
                    .map(ours -> url.equals(ours.toString()))
                    .orElseGet(() -> url.endsWith(path(application.id()))))
        .isPresent();
  }

  private static String path(long botId) {
    return "/interactions/" + botId;
  }
}
