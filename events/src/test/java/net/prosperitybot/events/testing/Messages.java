package net.prosperitybot.events.testing;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.events.earning.AuthorKind;
import net.prosperitybot.events.earning.MessageActivity;
import net.prosperitybot.events.earning.MessageKind;

/** Messages as tests write them. */
public final class Messages {
  public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  public static final long CHANNEL = 7;

  private Messages() {}

  /** An ordinary message of this member, so many seconds after noon. */
  public static MessageActivity message(MemberKey member, long secondsAfterNoon) {
    return new MessageActivity(
        member,
        messageId(member, secondsAfterNoon),
        CHANNEL,
        OptionalLong.empty(),
        OptionalLong.empty(),
        AuthorKind.PERSON,
        MessageKind.DEFAULT,
        Set.of(),
        name(member.userId()));
  }

  /** The user's low bits keep the ids of a second's messages apart. */
  public static long messageId(MemberKey member, long secondsAfterNoon) {
    return Snowflake.firstAt(NOON.plusSeconds(secondsAfterNoon)) + (member.userId() & 0x3FFFFF);
  }

  public static UserName name(long userId) {
    return new UserName(userId, "user" + userId, "User " + userId);
  }
}
