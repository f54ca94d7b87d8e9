package net.prosperitybot.events.whitelabel;

import java.io.IOException;

/** Tells a deleted application from one whose token was reset: Discord refuses both tokens. */
public interface ApplicationCheck {

  /**
   * Whether the application was deleted.
   *
   * @throws IOException when Discord can't be reached or does not say
   */
  boolean isGone(long applicationId) throws IOException, InterruptedException;
}
