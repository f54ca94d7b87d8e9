package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the gateway needs to know of the world it tells about. */
public interface GatewayWorld {

  /** The application that owns this bot token; empty when the token is unknown or was reset. */
  Optional<GatewayApplication> applicationOf(String botToken);

  /**
   * Hears that an application identified once more with nothing left of its day's limit. Discord
   * resets its token.
   */
  void identifiedTooOften(long applicationId);

  /** Hears that a session of this application came, went or has another presence. */
  void sessionsChanged(long applicationId);

  /**
   * Runs {@code work} while the world stands still: nothing is published meanwhile, so that what a
   * new session is told and what it is sent afterwards fit without gap or overlap.
   */
  <T> T still(Supplier<T> work);

  /**
   * Ids of the servers that the application's bot is in, ascending. Call it inside {@link #still}.
   */
  List<Long> guildIdsOf(long applicationId);

  /**
   * The data of GUILD_CREATE for one server as this application receives it. Without the
   * GUILD_MEMBERS and GUILD_PRESENCES intents {@code members} holds only the bot itself. Call it
   * inside {@link #still}.
   */
  ObjectNode guildCreate(long applicationId, long guildId, long intents);

  /** True while the server is in an outage: READY lists it, no GUILD_CREATE follows. */
  boolean unavailable(long guildId);

  /** Members of a server by ascending user id, for REQUEST_GUILD_MEMBERS. Inside {@link #still}. */
  List<ObjectNode> members(long guildId);

  /**
   * Those of these users who are in the server, by ascending id, whatever the server's size. Inside
   * {@link #still}.
   */
  List<ObjectNode> members(long guildId, Collection<Long> userIds);
}
