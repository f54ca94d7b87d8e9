package net.prosperitybot.simulator;

import java.util.List;
import net.prosperitybot.simulator.world.User;
import org.jspecify.annotations.Nullable;

/** A user, in or out of servers. */
public final class LocalUser {
  private final LocalDiscord discord;
  private final User user;

  LocalUser(LocalDiscord discord, User user) {
    this.discord = discord;
    this.user = user;
  }

  public long id() {
    return user.id();
  }

  public String name() {
    return user.displayName();
  }

  public String mention() {
    return "<@" + id() + ">";
  }

  User user() {
    return user;
  }

  public LocalUser closeDirectMessages() {
    discord.world().servers().openDirectMessages(user, false);
    return this;
  }

  public LocalUser openDirectMessages() {
    discord.world().servers().openDirectMessages(user, true);
    return this;
  }

  public void rename(String name, @Nullable String displayName) {
    discord.world().servers().rename(user, name, displayName);
  }

  /** The direct channel with a bot, opened when it is not there. */
  public LocalChannel directChannel(LocalApplication bot) {
    return new LocalChannel(
        discord, discord.world().messages().direct(bot.application().bot(), user));
  }

  /** What a bot wrote to this user directly, oldest first. */
  public List<LocalMessage> directMessages(LocalApplication bot) {
    return directChannel(bot).messages();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalUser same && same.id() == id();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id());
  }

  @Override
  public String toString() {
    return "@" + name();
  }
}
