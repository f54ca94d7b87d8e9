package net.prosperitybot.simulator;

import java.time.Instant;
import java.util.List;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.Sku;
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

  /** Buys a subscription for oneself, without an end. */
  public LocalEntitlement buy(long skuId) {
    return buy(skuId, null);
  }

  /** Buys a subscription for oneself until a time; null for one without an end. */
  public LocalEntitlement buy(long skuId, @Nullable Instant endsAt) {
    Sku sku = discord.world().shop().sku(skuId).orElseThrow(Refusal::unknownSku);
    return new LocalEntitlement(discord, discord.world().shop().buy(user, sku, 0, endsAt));
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
