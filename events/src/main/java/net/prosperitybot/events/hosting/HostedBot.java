package net.prosperitybot.events.hosting;

import java.util.Optional;

/** A bot that runs in this process, until it is closed. */
public interface HostedBot extends AutoCloseable {

  /** What Discord said of it at its launch. */
  BotProfile profile();

  /** How its session does now. */
  Connection connection();

  /** Shows this from now on, without a reconnect; none shows nothing. */
  void status(Optional<String> text);

  /** It has begun to serve: what changed in its servers before that is looked for. Never waits. */
  void serves();

  /**
   * Hears no more, lets delivery and jobs under way end, and says goodbye: within about 5 s. The
   * second time does nothing.
   */
  @Override
  void close();
}
