package net.prosperitybot.simulator.page;

/** The bots' connections to the gateway, as far as a tester sees and bends them. */
public interface BotConnections {
  /** How many connections are open. */
  int open(long applicationId);

  /** The custom status that the bot shows; empty for none. */
  String statusText(long applicationId);

  /** Cuts all of them without a word; their sessions can be resumed. */
  void cut(long applicationId);
}
