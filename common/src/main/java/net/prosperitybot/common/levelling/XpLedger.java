package net.prosperitybot.common.levelling;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.MultiRow;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.common.members.UserStore;
import net.prosperitybot.common.rankcounts.CountChanges;
import org.jooq.DSLContext;

/**
 * Where XP is written: members, their message log and their level changes, in one transaction.
 *
 * <p>Any number of awards costs the same six statements. Rows are locked in one order (server,
 * user), so that two writers wait for each other instead of dying. Running the same awards again
 * changes nothing: a message at or before the member's last award never earns.
 */
public final class XpLedger {
  private static final String CREATE_AND_LOCK_MEMBERS =
      """
      INSERT INTO guild_users (guild_id, user_id, created_at)
      SELECT t.guild_id, t.user_id, UTC_TIMESTAMP(3) FROM {rows}
      ON DUPLICATE KEY UPDATE guild_id = guild_users.guild_id
      """;

  /** STRAIGHT_JOIN: from the few given members to their rows by primary key, on every server. */
  private static final String READ_MEMBERS =
      """
      SELECT m.guild_id, m.user_id, m.xp, m.message_count, m.last_xp_at, m.present, m.left_at
      FROM {rows} STRAIGHT_JOIN guild_users m ON m.guild_id = t.guild_id AND m.user_id = t.user_id
      """;

  private static final String WRITE_MEMBERS =
      """
      UPDATE {rows} STRAIGHT_JOIN guild_users m
        ON m.guild_id = t.guild_id AND m.user_id = t.user_id
      SET m.xp = t.xp, m.`level` = t.new_level, m.message_count = t.message_count,
          m.last_xp_at = t.last_xp_at, m.present = t.present
      """;

  private static final String WRITE_LOGS =
      """
      INSERT INTO message_logs (guild_id, message_id, user_id, xp)
      SELECT t.guild_id, t.message_id, t.user_id, t.xp FROM {rows}
      """;

  private static final String WRITE_LEVEL_UPS =
      """
      INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level, channel_id,
                             message_id, created_at, due_at)
      SELECT t.guild_id, t.user_id, t.message_id, 'message', t.old_level, t.new_level, t.channel_id,
             t.message_id, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
      FROM {rows}
      """;

  private static final String WRITE_ADJUSTED_MEMBER =
      "UPDATE guild_users SET xp = ?, `level` = ? WHERE guild_id = ? AND user_id = ?";

  private static final String WRITE_ADJUSTMENT =
      """
      INSERT INTO xp_adjustments (guild_id, user_id, cause_id, actor_id, kind, delta, reason,
                                  created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
      """;

  private static final String WRITE_ADJUSTED_LEVEL =
      """
      INSERT INTO level_ups (guild_id, user_id, cause_id, source, old_level, new_level, channel_id,
                             created_at, due_at)
      VALUES (?, ?, ?, 'adjustment', ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
      """;

  private final Database database;

  /** From what a session knows who is there: who keeps {@code guild_users.present} true. */
  public enum Presence {
    /** Nobody else: who writes is there, unless another session saw them leave afterwards. */
    FROM_MESSAGES,
    /**
     * The server's joins and leaves, which are seen. An award that is written after its author
     * left, late because the database was away, must not bring them back.
     */
    FROM_MEMBER_EVENTS
  }

  public XpLedger(Database database) {
    this.database = database;
  }

  /**
   * Writes what of these awards is due, in one transaction.
   *
   * @param awards in any order; several of one member are taken by message time
   * @param names users whose name is new or changed
   * @return an outcome an award, once committed
   */
  public List<AwardOutcome> award(Collection<XpAward> awards, Collection<UserName> names) {
    SortedMap<MemberKey, List<XpAward>> byMember = byMember(awards);
    return database.transaction(
        tx -> {
          Map<MemberKey, LockedMember> before = lockMembers(tx, byMember.keySet());
          Decision decision = decide(byMember, before);
          write(tx, decision);
          UserStore.write(tx, names);
          decision.counts.write(tx);
          return decision.outcomes;
        });
  }

  /**
   * Makes an adjustment as a part of the caller's transaction, which must see to it that the same
   * cause comes only once. A member who never wrote gets a row; what is refused changes nothing.
   */
  public static AdjustmentOutcome adjust(DSLContext tx, XpAdjustment adjustment) {
    MemberKey member = adjustment.member();
    if (!isKnown(tx, member)) {
      // Decided without a row first, so that what changes nothing leaves none behind.
      AdjustmentOutcome outcome = adjustment.appliedToNewcomer();
      if (!isChange(outcome)) {
        return outcome;
      }
    }
    LockedMember now = lockMembers(tx, List.of(member)).getOrDefault(member, LockedMember.NEW);
    AdjustmentOutcome outcome = adjustment.appliedTo(now.holds);
    if (outcome instanceof AdjustmentOutcome.Applied applied && isChange(applied)) {
      write(tx, adjustment, applied);
      UserStore.introduce(tx, adjustment.name());
      if (now.present) {
        CountChanges counts = new CountChanges();
        counts.moved(member.guildId(), applied.before().xp(), applied.after().xp());
        counts.write(tx);
      }
    }
    return outcome;
  }

  private static boolean isKnown(DSLContext tx, MemberKey member) {
    return tx.fetchExists(
        GUILD_USERS,
        GUILD_USERS.GUILD_ID.eq(member.guildId()),
        GUILD_USERS.USER_ID.eq(member.userId()));
  }

  private static boolean isChange(AdjustmentOutcome outcome) {
    return outcome instanceof AdjustmentOutcome.Applied applied && applied.delta() != 0;
  }

  private static void write(
      DSLContext tx, XpAdjustment adjustment, AdjustmentOutcome.Applied applied) {
    MemberKey member = adjustment.member();
    int oldLevel = applied.before().level();
    int newLevel = applied.after().level();
    tx.execute(
        WRITE_ADJUSTED_MEMBER, applied.after().xp(), newLevel, member.guildId(), member.userId());
    tx.execute(
        WRITE_ADJUSTMENT,
        member.guildId(),
        member.userId(),
        adjustment.causeId(),
        adjustment.actorId(),
        adjustment.kind().key(),
        applied.delta(),
        adjustment.reason().orElse(null));
    if (newLevel != oldLevel) {
      Long channel = adjustment.channelId().isPresent() ? adjustment.channelId().getAsLong() : null;
      tx.execute(
          WRITE_ADJUSTED_LEVEL,
          member.guildId(),
          member.userId(),
          adjustment.causeId(),
          oldLevel,
          newLevel,
          channel);
    }
  }

  private static SortedMap<MemberKey, List<XpAward>> byMember(Collection<XpAward> awards) {
    SortedMap<MemberKey, List<XpAward>> byMember = new TreeMap<>();
    for (XpAward award : awards) {
      byMember.computeIfAbsent(award.member(), member -> new ArrayList<>(1)).add(award);
    }
    byMember
        .values()
        .forEach(ofMember -> ofMember.sort(Comparator.comparingLong(XpAward::messageId)));
    return byMember;
  }

  /** Pure: what each member holds afterwards, and what became of each award. */
  private static Decision decide(
      SortedMap<MemberKey, List<XpAward>> byMember, Map<MemberKey, LockedMember> before) {
    Decision decision = new Decision();
    byMember.forEach(
        (member, awards) -> {
          LockedMember was = before.getOrDefault(member, LockedMember.NEW);
          MemberXp now = was.holds;
          for (XpAward award : awards) {
            if (now.mayEarn(award.sentAt(), award.cooldown())) {
              MemberXp next = now.afterMessage(award.xp(), award.sentAt());
              decision.earned(award, now, next);
              now = next;
            } else {
              decision.refused(award, now);
            }
          }
          decision.counted(member, was);
        });
    return decision;
  }

  /**
   * A member as the transaction found them.
   *
   * @param leftAt when they were last seen to leave
   */
  private record LockedMember(MemberXp holds, boolean present, Optional<Instant> leftAt) {
    /** As a row is created. */
    static final LockedMember NEW = new LockedMember(MemberXp.NONE, true, Optional.empty());

    /** Whether they are there, once a message of this time came from somebody who surely was. */
    boolean isPresentAfter(Instant sentAt) {
      return present || leftAt.isEmpty() || leftAt.get().isBefore(sentAt);
    }
  }

  private static Map<MemberKey, LockedMember> lockMembers(
      DSLContext tx, Collection<MemberKey> members) {
    if (members.isEmpty()) {
      return Map.of();
    }
    MultiRow rows = new MultiRow("guild_id", "user_id");
    members.forEach(member -> rows.add(member.guildId(), member.userId()));
    rows.execute(tx, CREATE_AND_LOCK_MEMBERS);
    Map<MemberKey, LockedMember> found = new HashMap<>();
    rows.query(tx, READ_MEMBERS)
        .coerce(
            GUILD_USERS.GUILD_ID,
            GUILD_USERS.USER_ID,
            GUILD_USERS.XP,
            GUILD_USERS.MESSAGE_COUNT,
            GUILD_USERS.LAST_XP_AT,
            GUILD_USERS.PRESENT,
            GUILD_USERS.LEFT_AT)
        .forEach(
            row ->
                found.put(
                    new MemberKey(row.value1(), row.value2()),
                    new LockedMember(
                        new MemberXp(row.value3(), row.value4(), Optional.ofNullable(row.value5())),
                        row.value6(),
                        Optional.ofNullable(row.value7()))));
    return found;
  }

  private static void write(DSLContext tx, Decision decision) {
    if (decision.after.isEmpty()) {
      return;
    }
    MultiRow members =
        new MultiRow(
            "guild_id", "user_id", "xp", "new_level", "message_count", "last_xp_at", "present");
    decision.after.forEach(
        (member, xp) ->
            members.add(
                member.guildId(),
                member.userId(),
                xp.xp(),
                xp.level(),
                xp.messageCount(),
                xp.lastXpAt().orElseThrow(),
                decision.present.contains(member)));
    members.execute(tx, WRITE_MEMBERS);
    decision.logs.execute(tx, WRITE_LOGS);
    if (!decision.levelUps.isEmpty()) {
      decision.levelUps.execute(tx, WRITE_LEVEL_UPS);
    }
  }

  private static final class Decision {
    final List<AwardOutcome> outcomes = new ArrayList<>();
    final SortedMap<MemberKey, MemberXp> after = new TreeMap<>();
    final Set<MemberKey> seenThere = new HashSet<>();
    final Set<MemberKey> present = new HashSet<>();
    final CountChanges counts = new CountChanges();
    final MultiRow logs = new MultiRow("guild_id", "message_id", "user_id", "xp");
    final MultiRow levelUps =
        new MultiRow("guild_id", "user_id", "message_id", "old_level", "new_level", "channel_id");

    void earned(XpAward award, MemberXp before, MemberXp next) {
      MemberKey member = award.member();
      after.put(member, next);
      if (award.presence() == Presence.FROM_MESSAGES) {
        seenThere.add(member);
      }
      // What the member really gained: nothing more once the most XP is reached.
      logs.add(member.guildId(), award.messageId(), member.userId(), next.xp() - before.xp());
      AwardOutcome.Earned earned = new AwardOutcome.Earned(award, before.level(), next.level());
      if (earned.isLevelUp()) {
        levelUps.add(
            member.guildId(),
            member.userId(),
            award.messageId(),
            earned.oldLevel(),
            earned.newLevel(),
            award.channelId());
      }
      outcomes.add(earned);
    }

    /** To be called once all awards of the member are decided. */
    void counted(MemberKey member, LockedMember was) {
      MemberXp now = after.get(member);
      if (now == null) {
        return;
      }
      boolean isPresent =
          seenThere.contains(member)
              ? was.isPresentAfter(now.lastXpAt().orElseThrow())
              : was.present;
      if (isPresent) {
        present.add(member);
      }
      counts.moved(member.guildId(), was.present ? was.holds.xp() : 0, isPresent ? now.xp() : 0);
    }

    void refused(XpAward award, MemberXp now) {
      outcomes.add(new AwardOutcome.Refused(award, now.lastXpAt().orElseThrow()));
    }
  }
}
