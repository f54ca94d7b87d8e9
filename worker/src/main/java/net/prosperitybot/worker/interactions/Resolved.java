package net.prosperitybot.worker.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.worker.discord.ChannelKind;

/** What Discord resolved for us: the entities that options and chosen values name by id. */
record Resolved(JsonNode node) {

  GivenUser user(long id) {
    JsonNode user = entity("users", id);
    JsonNode member = entity("members", id);
    String displayName = Json.shownName(user);
    return new GivenUser(
        id,
        Json.shownName(user, member),
        Json.isTrue(user, "bot"),
        member.isObject(),
        new UserName(id, user.path("username").asText(displayName), displayName));
  }

  GivenRole role(long id) {
    JsonNode role = Json.object(entity("roles", id), "The resolved role");
    return new GivenRole(id, Json.isTrue(role, "managed"));
  }

  GivenChannel channel(long id) {
    JsonNode channel = Json.object(entity("channels", id), "The resolved channel");
    return new GivenChannel(
        id, ChannelKind.of((int) Json.integer(channel.path("type"), "A channel's type")));
  }

  private JsonNode entity(String kind, long id) {
    return node.path(kind).path(Long.toString(id));
  }
}
