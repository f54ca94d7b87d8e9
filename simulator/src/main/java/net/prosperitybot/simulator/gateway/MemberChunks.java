package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;

/** The answer to one REQUEST_GUILD_MEMBERS, 1000 members at a time. */
final class MemberChunks implements Backlog {
  private static final int CHUNK = 1000;

  private final ClientPayload.RequestMembers request;
  private final List<ObjectNode> members;
  private final List<Long> notFound;
  private final BiConsumer<String, ObjectNode> append;
  private int next;

  MemberChunks(
      ClientPayload.RequestMembers request,
      List<ObjectNode> members,
      List<Long> notFound,
      BiConsumer<String, ObjectNode> append) {
    this.request = request;
    this.members = members;
    this.notFound = notFound;
    this.append = append;
  }

  @Override
  public synchronized boolean sendNext() {
    int chunks = Math.max(1, (members.size() + CHUNK - 1) / CHUNK);
    if (next < chunks) {
      append.accept("GUILD_MEMBERS_CHUNK", chunk(next, chunks));
      next++;
    }
    return next < chunks;
  }

  private ObjectNode chunk(int index, int chunks) {
    ObjectNode chunk = JsonNodeFactory.instance.objectNode();
    chunk.put("guild_id", Long.toString(request.guildId()));
    ArrayNode listed = chunk.putArray("members");
    int end = Math.min(members.size(), (index + 1) * CHUNK);
    members.subList(index * CHUNK, end).forEach(listed::add);
    chunk.put("chunk_index", index);
    chunk.put("chunk_count", chunks);
    if (!request.userIds().isEmpty()) {
      ArrayNode missing = chunk.putArray("not_found");
      notFound.forEach(id -> missing.add(Long.toString(id)));
    }
    request.nonce().ifPresent(nonce -> chunk.put("nonce", nonce));
    return chunk;
  }
}
