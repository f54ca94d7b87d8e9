package net.prosperitybot.common.levelling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.members.MemberKey;

/** Awards as tests write them, and the invariant that holds after any of them. */
public final class Ledger {
  public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  public static final Duration MINUTE = Duration.ofSeconds(60);
  private static final long CHANNEL = 7;

  private Ledger() {}

  /** A message of this member, so many seconds after noon. */
  public static XpAward award(MemberKey member, int secondsAfterNoon, int xp) {
    // The user's low bits keep the ids of a second's messages apart.
    long messageId =
        Snowflake.firstAt(NOON.plusSeconds(secondsAfterNoon)) + (member.userId() & 0x3FFFFF);
    return new XpAward(member, messageId, CHANNEL, xp, MINUTE, XpLedger.Presence.FROM_MESSAGES);
  }

  /** No member's XP differs from what the log says, and no level from the curve. */
  public static void assertAgreesWithItsLog(Database database) {
    assertEquals(List.of(), new XpAudit(database).disagreements());
  }
}
