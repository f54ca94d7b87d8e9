package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message; an edit makes a new one with the same id.
 *
 * @param visibleTo the one user who sees it (ephemeral); 0 for all who see the channel
 * @param gatewayJson the message as MESSAGE_CREATE carries it; never changed
 */
public record Message(
    long id, long channelId, long guildId, long authorId, long visibleTo, ObjectNode gatewayJson) {

  /** Set while a deferred reply shows "thinking". */
  public static final int LOADING = 1 << 7;

  public static final int EPHEMERAL = 1 << 6;

  public boolean ephemeral() {
    return visibleTo != 0;
  }

  public String content() {
    return gatewayJson.path("content").asText();
  }

  public int flags() {
    return gatewayJson.path("flags").asInt();
  }

  public int type() {
    return gatewayJson.path("type").asInt();
  }

  /** The message as REST answers it: without the fields that only the gateway adds. */
  public ObjectNode json() {
    ObjectNode json = Json.shallow(gatewayJson);
    json.remove("guild_id");
    json.remove("member");
    json.remove("channel_type");
    if (!json.path("mentions").isEmpty()) {
      ArrayNode users = Json.array();
      json.path("mentions").forEach(user -> users.add(withoutMember((ObjectNode) user)));
      json.set("mentions", users);
    }
    return json;
  }

  private static ObjectNode withoutMember(ObjectNode user) {
    ObjectNode copy = Json.shallow(user);
    copy.remove("member");
    return copy;
  }
}
