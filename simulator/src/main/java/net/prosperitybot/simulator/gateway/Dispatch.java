package net.prosperitybot.simulator.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * One event for the sessions of some applications.
 *
 * @param type the event's name, such as {@code MESSAGE_CREATE}
 * @param guildId the server that picks the shard; 0 for direct messages and users, which go to
 *     shard 0
 * @param intents the event passes when the session has at least one of these bits; 0 passes always
 * @param data the event's data, with everything in it; never changed after it was published
 * @param withoutContent the same for sessions without the MESSAGE_CONTENT intent; {@code data}
 *     itself where there is no difference
 * @param contentFor applications that receive {@code data} whatever their intents are: the author
 *     and the mentioned
 */
public record Dispatch(
    String type,
    long guildId,
    long intents,
    ObjectNode data,
    ObjectNode withoutContent,
    Set<Long> contentFor) {}
