package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An exception to the server's permissions in one channel.
 *
 * @param subjectId a role (also {@code @everyone}, the server's id) or a user
 * @param ofMember true when the subject is a user
 */
public record Overwrite(long subjectId, boolean ofMember, long allow, long deny) {
  ObjectNode json() {
    return Json.object()
        .put("id", Json.id(subjectId))
        .put("type", ofMember ? 1 : 0)
        .put("allow", Long.toString(allow))
        .put("deny", Long.toString(deny));
  }
}
