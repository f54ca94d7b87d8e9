package net.prosperitybot.events.earning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import net.prosperitybot.common.levelling.Cooldown;
import net.prosperitybot.common.members.MemberKey;

/**
 * When members last earned, as far as this process remembers: it spares the database the messages
 * that can't earn.
 *
 * <p>It may only say no. A mark stands for an award that is committed or waits to be; an award that
 * is dropped takes its mark back, one that is refused makes room for what the database says. What
 * is forgotten costs a look into the database, nothing else. Bounded, about 120 bytes a member; a
 * look-up takes some tens of nanoseconds.
 */
public final class CooldownMarks {
  private final Cache<MemberKey, Long> lastXpAtMillis;

  /**
   * Nothing remembered yet.
   *
   * @param mostMembers beyond this many the least used marks are forgotten
   */
  public CooldownMarks(long mostMembers) {
    this.lastXpAtMillis = Caffeine.newBuilder().maximumSize(mostMembers).build();
  }

  /** Whether it is certain that a message of this time is in the member's cooldown. */
  public boolean isCoolingDown(MemberKey member, long sentAtMillis, long cooldownMillis) {
    Long last = lastXpAtMillis.getIfPresent(member);
    return last != null && !Cooldown.hasPassed(last, sentAtMillis, cooldownMillis);
  }

  /** An award of this time is on its way to the database. */
  public void begin(MemberKey member, Instant sentAt) {
    lastXpAtMillis.asMap().merge(member, sentAt.toEpochMilli(), Math::max);
  }

  /** The award of this time will never reach the database. */
  public void takeBack(MemberKey member, Instant sentAt) {
    lastXpAtMillis.asMap().remove(member, sentAt.toEpochMilli());
  }

  /** The database refused the award of this time, because of an award at another time. */
  public void correct(MemberKey member, Instant sentAt, Instant lastXpAt) {
    lastXpAtMillis.asMap().replace(member, sentAt.toEpochMilli(), lastXpAt.toEpochMilli());
  }
}
