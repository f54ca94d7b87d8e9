package net.prosperitybot.common.levelling;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;

/**
 * A change of a member's XP that somebody asks for.
 *
 * @param amount XP or levels, 1 to {@link LevelCurve#MAX_XP}
 * @param actorId the user who asks
 * @param causeId the snowflake of what asks, such as an interaction; the same cause changes a
 *     member once
 * @param reason why, in the actor's words, at most 200 characters
 * @param channelId where it was asked for
 * @param inServer whether the member is in the server now
 * @param name what the member is called
 */
public record XpAdjustment(
    MemberKey member,
    Kind kind,
    long amount,
    long actorId,
    long causeId,
    Optional<String> reason,
    OptionalLong channelId,
    boolean inServer,
    UserName name) {

  /** What is asked for. */
  public enum Kind {
    XP_GIVE,
    XP_TAKE,
    /** XP becomes what the new level requires. */
    LEVELS_GIVE,
    /** XP becomes what the new level requires. */
    LEVELS_TAKE;

    /** The form in the database. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }

  public XpAdjustment {
    if (amount < 1 || amount > LevelCurve.MAX_XP) {
      throw new IllegalArgumentException("Amount out of range: " + amount);
    }
  }

  /** What becomes of it for a member who holds this now. Pure. */
  AdjustmentOutcome appliedTo(MemberXp now) {
    return switch (kind) {
      case XP_GIVE -> new AdjustmentOutcome.Applied(now, now.plus(amount));
      case XP_TAKE -> new AdjustmentOutcome.Applied(now, now.plus(-amount));
      case LEVELS_GIVE -> toLevel(now, now.level() + amount);
      case LEVELS_TAKE -> toLevel(now, now.level() - amount);
    };
  }

  /** The same for a member without a row. */
  AdjustmentOutcome appliedToNewcomer() {
    return inServer
        ? appliedTo(MemberXp.NONE)
        : new AdjustmentOutcome.Refused(AdjustmentOutcome.Reason.NOT_IN_SERVER, MemberXp.NONE);
  }

  private static AdjustmentOutcome toLevel(MemberXp now, long level) {
    if (level < 0) {
      return new AdjustmentOutcome.Refused(AdjustmentOutcome.Reason.BELOW_LEVEL_ZERO, now);
    }
    if (level > LevelCurve.MAX_LEVEL) {
      return new AdjustmentOutcome.Refused(AdjustmentOutcome.Reason.ABOVE_HIGHEST_LEVEL, now);
    }
    long xp = LevelCurve.xpRequired((int) level);
    return new AdjustmentOutcome.Applied(now, now.plus(xp - now.xp()));
  }
}
