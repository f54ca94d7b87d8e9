package net.prosperitybot.common.levelling;

import java.time.Duration;
import java.time.Instant;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.members.MemberKey;

/**
 * A message that is to earn XP. Everything is decided but the one thing only the database knows:
 * whether the member's cooldown has passed.
 *
 * @param messageId the message; its snowflake is the time that counts
 * @param channelId where it was written
 * @param xp what it earns, drawn once, 1 or more
 * @param cooldown the server's cooldown when the message was offered
 * @param presence what the session that heard it knows of who is in the server
 */
public record XpAward(
    MemberKey member,
    long messageId,
    long channelId,
    int xp,
    Duration cooldown,
    XpLedger.Presence presence) {

  public Instant sentAt() {
    return Snowflake.timeOf(messageId);
  }
}
