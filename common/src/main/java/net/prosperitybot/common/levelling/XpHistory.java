package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.members.MemberKey;

/** Where a member's XP came from of late. */
public final class XpHistory {
  private final Database database;

  public XpHistory(Database database) {
    this.database = database;
  }

  /**
   * What a member was given, lost and earned, each newest first.
   *
   * @param gains from messages that are still in the log
   */
  public record History(List<Adjusted> adjustments, List<Gain> gains) {}

  /**
   * An adjustment that was made.
   *
   * @param delta the XP that was applied, negative when taken
   * @param at by the database's clock
   */
  public record Adjusted(
      long causeId,
      long actorId,
      XpAdjustment.Kind kind,
      long delta,
      Optional<String> reason,
      Instant at) {}

  /** What a message earned; its time is in its id. */
  public record Gain(long messageId, long xp) {}

  /** The newest of each, so many at most, as of one moment. */
  public History of(MemberKey member, int mostAdjustments, int mostGains) {
    return database.snapshot(
        tx ->
            new History(
                tx.selectFrom(XP_ADJUSTMENTS)
                    .where(XP_ADJUSTMENTS.GUILD_ID.eq(member.guildId()))
                    .and(XP_ADJUSTMENTS.USER_ID.eq(member.userId()))
                    .orderBy(XP_ADJUSTMENTS.CAUSE_ID.desc())
                    .limit(mostAdjustments)
                    .fetch(
                        row ->
                            new Adjusted(
                                row.getCauseId(),
                                row.getActorId(),
                                XpAdjustment.Kind.of(row.getKind()),
                                row.getDelta(),
                                Optional.ofNullable(row.getReason()),
                                row.getCreatedAt())),
                tx.select(MESSAGE_LOGS.MESSAGE_ID, MESSAGE_LOGS.XP)
                    .from(MESSAGE_LOGS)
                    .where(MESSAGE_LOGS.GUILD_ID.eq(member.guildId()))
                    .and(MESSAGE_LOGS.USER_ID.eq(member.userId()))
                    .orderBy(MESSAGE_LOGS.MESSAGE_ID.desc())
                    .limit(mostGains)
                    .fetch(row -> new Gain(row.value1(), row.value2()))));
  }
}
