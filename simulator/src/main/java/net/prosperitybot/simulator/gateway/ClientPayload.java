package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What a client can say, checked for form but not for meaning. */
sealed interface ClientPayload {
  /**
   * A sign of life.
   *
   * @param lastSeen the number of the newest event that the client has handled, 0 for none yet
   */
  record Heartbeat(long lastSeen) implements ClientPayload {}

  /**
   * Asks for a new session.
   *
   * @param token without the {@code Bot} prefix
   * @param presence a null node where the client named none
   */
  record Identify(
      String token, long intents, int shard, int shards, boolean sharded, JsonNode presence)
      implements ClientPayload {}

  record Resume(String token, String sessionId, long sequence) implements ClientPayload {}

  record Presence(JsonNode presence) implements ClientPayload {}

  record VoiceState() implements ClientPayload {}

  /**
   * Asks for members of a server.
   *
   * @param query a name's beginning; empty when {@code userIds} pick the members
   * @param limit 0 for all
   */
  record RequestMembers(
      long guildId, Optional<String> query, int limit, List<Long> userIds, Optional<String> nonce)
      implements ClientPayload {}

  /** Not something that Discord accepts. */
  record Refused(CloseCode code) implements ClientPayload {}
}
