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
 * <p>It may only say no, and only when it is sure. A mark stands for an award that is committed or
 * waits to be; an award that is dropped takes its mark back, one that is refused makes room for
 * what the database says. What may be refused (the first award of a member of whom nothing is
 * remembered, and what is not decided yet) has a mark that says nothing until it is answered: a
 * later message, which may earn, must be offered too. What is forgotten costs a look into the
 * database, nothing else. Bounded, about 130 bytes a member; a look-up takes some tens of
 * nanoseconds.
 */
public final class CooldownMarks {
  private final Cache<MemberKey, Mark> marks;

  /**
   * When a member last earned, or will have.
   *
   * @param isSure false while something waits that may be refused
   */
  private record Mark(long atMillis, boolean isSure) {
    Mark then(long sentAtMillis, long cooldownMillis) {
      if (sentAtMillis <= atMillis) {
        return this;
      }
      boolean mayEarn = Cooldown.hasPassed(atMillis, sentAtMillis, cooldownMillis);
      return isSure && !mayEarn ? this : new Mark(sentAtMillis, isSure);
    }
  }

  /**
   * Nothing remembered yet.
   *
   * @param mostMembers beyond this many the least used marks are forgotten
   */
  public CooldownMarks(long mostMembers) {
    this.marks = Caffeine.newBuilder().maximumSize(mostMembers).build();
  }

  /** Whether it is certain that a message of this time is in the member's cooldown. */
  public boolean isCoolingDown(MemberKey member, long sentAtMillis, long cooldownMillis) {
    Mark last = marks.getIfPresent(member);
    return last != null
        && last.isSure
        && !Cooldown.hasPassed(last.atMillis, sentAtMillis, cooldownMillis);
  }

  /**
   * An award of this time is on its way to the database. One that is surely in the cooldown leaves
   * no mark: it will be refused, and what is said meanwhile may earn.
   */
  public void begin(MemberKey member, Instant sentAt, long cooldownMillis) {
    long at = sentAt.toEpochMilli();
    marks
        .asMap()
        .compute(
            member,
            (key, mark) -> mark == null ? new Mark(at, false) : mark.then(at, cooldownMillis));
  }

  /**
   * What was said at this time waits to be decided about. It may earn, so that whatever is said
   * afterwards is unsure as well; what was begun before and is answered meanwhile changes nothing.
   */
  public void beginUndecided(MemberKey member, Instant sentAt) {
    long at = sentAt.toEpochMilli();
    marks
        .asMap()
        .compute(
            member,
            (key, mark) -> new Mark(mark == null ? at : Math.max(at, mark.atMillis), false));
  }

  /** The award of this time is committed. */
  public void earned(MemberKey member, Instant sentAt) {
    long at = sentAt.toEpochMilli();
    marks.asMap().replace(member, new Mark(at, false), new Mark(at, true));
  }

  /** The award of this time will never reach the database. */
  public void takeBack(MemberKey member, Instant sentAt) {
    marks
        .asMap()
        .computeIfPresent(
            member, (key, mark) -> mark.atMillis == sentAt.toEpochMilli() ? null : mark);
  }

  /** The database refused the award of this time, because of an award at another time. */
  public void correct(MemberKey member, Instant sentAt, Instant lastXpAt) {
    marks
        .asMap()
        .computeIfPresent(
            member,
            (key, mark) ->
                mark.atMillis == sentAt.toEpochMilli()
                    ? new Mark(lastXpAt.toEpochMilli(), true)
                    : mark);
  }
}
