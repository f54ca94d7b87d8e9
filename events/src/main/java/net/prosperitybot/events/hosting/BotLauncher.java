package net.prosperitybot.events.hosting;

import java.io.IOException;

/** Runs bots in this process. Safe for use by several threads. */
public interface BotLauncher {

  /**
   * Asks Discord about the token, then connects in the background.
   *
   * @throws TokenRefusedException when Discord does not know the token
   * @throws WrongApplicationException when the token belongs to another application
   * @throws IOException when Discord can't be reached, or answers otherwise than expected
   */
  HostedBot launch(LaunchOrder order) throws IOException, InterruptedException;
}
