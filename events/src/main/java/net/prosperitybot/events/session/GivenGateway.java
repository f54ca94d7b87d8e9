package net.prosperitybot.events.session;

import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/**
 * Spaces the IDENTIFYs as Discord wants, and names the gateway of the Discord that we were pointed
 * at: what the library falls back to after a failed connect is always the public one.
 */
final class GivenGateway extends ConcurrentSessionController {
  private final String url;

  GivenGateway(String url) {
    this.url = url;
  }

  @Override
  public String getGateway() {
    return url;
  }
}
