package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One gateway session as it stands now.
 *
 * @param id the session id that READY told
 * @param shard this session's shard, from 0
 * @param shards how many shards the client said there are
 * @param connected false while the session waits to be resumed
 * @param compressed whether the present connection is compressed; false without one
 * @param sequence the sequence number of the newest event, sent or waiting
 * @param sent the sequence number of the newest event that is on its way to the client
 * @param acknowledged the newest that the client named in a heartbeat: it has handled that and all
 *     before; see {@link Gateway#requestHeartbeat}
 * @param resumed how often the session was resumed
 * @param presence the presence that the client last set; a null node before that
 */
public record SessionView(
    String id,
    long applicationId,
    int shard,
    int shards,
    long intents,
    boolean connected,
    boolean compressed,
    long sequence,
    long sent,
    long acknowledged,
    int resumed,
    JsonNode presence) {
  private static final int CUSTOM_STATUS = 4;

  /** The custom status in the presence; empty when there is none. */
  public Optional<String> statusText() {
    for (JsonNode activity : presence.path("activities")) {
      if (activity.path("type").asInt() == CUSTOM_STATUS && activity.hasNonNull("state")) {
        return Optional.of(activity.path("state").asText());
      }
    }
    return Optional.empty();
  }
}
