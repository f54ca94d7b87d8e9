package net.prosperitybot.worker.bots;

import java.util.Optional;
import net.prosperitybot.worker.signatures.PublicKey;

/**
 * The bot of the configuration. Its name is "Prosperity" until Discord has told what the operator
 * calls it.
 */
public final class MainBot {
  private static final String NAME_UNTIL_TOLD = "Prosperity";

  private final long id;
  private final PublicKey key;
  private volatile RegisteredBot bot;

  public MainBot(long id, PublicKey key) {
    this.id = id;
    this.key = key;
    this.bot = RegisteredBot.atWork(new ServingBot(id, NAME_UNTIL_TOLD, Optional.empty()), key);
  }

  /** Presents itself like this from now on. */
  public void isCalled(String name, Optional<String> avatarUrl) {
    bot = RegisteredBot.atWork(new ServingBot(id, name, avatarUrl), key);
  }

  /** The application's id. */
  public long id() {
    return id;
  }

  /** As it presents itself now. */
  public RegisteredBot get() {
    return bot;
  }
}
