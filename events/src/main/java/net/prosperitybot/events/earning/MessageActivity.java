package net.prosperitybot.events.earning;

import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;

/**
 * That a message was written in a server. Facts only, and never its text.
 *
 * @param messageId its snowflake is its time
 * @param channelId the channel or thread in which it stands
 * @param parentId the parent channel, when it stands in a thread
 * @param categoryId the category of the channel, or of the thread's parent
 * @param roles the roles that the author holds; the role of everyone is not among them
 */
public record MessageActivity(
    MemberKey member,
    long messageId,
    long channelId,
    OptionalLong parentId,
    OptionalLong categoryId,
    AuthorKind author,
    MessageKind kind,
    Set<Long> roles,
    UserName name) {

  public MessageActivity {
    roles = Set.copyOf(roles);
  }

  public long guildId() {
    return member.guildId();
  }
}
