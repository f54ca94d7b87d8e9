package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message about to be written.
 *
 * @param type Discord's message type: 0 default, 19 reply, 20 answer to a slash command, others are
 *     the system's
 * @param body the create-message body, already checked
 * @param extra fields that only Discord sets, such as {@code webhook_id}
 * @param visibleTo the only user who sees it; 0 for all
 * @param at its time; null for now
 */
public record Post(
    Channel channel,
    User author,
    int type,
    ObjectNode body,
    ObjectNode extra,
    long visibleTo,
    @Nullable Instant at) {
  public static final int DEFAULT = 0;
  public static final int REPLY = 19;
  public static final int SLASH_COMMAND = 20;

  /** A plain message of now. */
  public static Post text(Channel channel, User author, String content) {
    return new Post(
        channel, author, DEFAULT, Json.object().put("content", content), Json.object(), 0, null);
  }

  public Post withType(int newType) {
    return new Post(channel, author, newType, body, extra, visibleTo, at);
  }

  public Post withBody(ObjectNode newBody) {
    return new Post(channel, author, type, newBody, extra, visibleTo, at);
  }

  public Post withExtra(ObjectNode newExtra) {
    return new Post(channel, author, type, body, newExtra, visibleTo, at);
  }

  public Post visibleTo(long userId) {
    return new Post(channel, author, type, body, extra, userId, at);
  }

  public Post at(Instant time) {
    return new Post(channel, author, type, body, extra, visibleTo, time);
  }

  boolean webhook() {
    return extra.has("webhook_id");
  }
}
