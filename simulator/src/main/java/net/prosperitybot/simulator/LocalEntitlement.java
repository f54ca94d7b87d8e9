package net.prosperitybot.simulator;

import java.time.Instant;
import net.prosperitybot.simulator.world.Entitlement;

/** A subscription that somebody has bought. */
public final class LocalEntitlement {
  private final LocalDiscord discord;
  private final Entitlement entitlement;

  LocalEntitlement(LocalDiscord discord, Entitlement entitlement) {
    this.discord = discord;
    this.entitlement = entitlement;
  }

  public long id() {
    return entitlement.id();
  }

  /** Ends it now; bots hear of an update, as when a subscription runs out. */
  public void end() {
    endAt(discord.world().now());
  }

  /** Lets it end at a time; bots hear of an update now, and of nothing then. */
  public void endAt(Instant time) {
    discord.world().shop().end(entitlement, time);
  }

  /** Takes it away, as a refund does. */
  public void refund() {
    discord.world().shop().delete(entitlement);
  }
}
