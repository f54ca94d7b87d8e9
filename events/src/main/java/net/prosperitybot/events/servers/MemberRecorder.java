package net.prosperitybot.events.servers;

import java.time.Instant;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.PresenceStore;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.common.members.UserStore;
import net.prosperitybot.events.awards.KnownNames;
import net.prosperitybot.events.awards.LevelUpListener;
import net.prosperitybot.events.background.OrderedWrites;

/**
 * Records who joins, leaves and is renamed. Called on the gateway's thread; never waits.
 *
 * <p>Without the Server Members intent none of this is heard of, and who wrote counts as present.
 */
public final class MemberRecorder {
  /** Why roles are asked for, heard of or found out. */
  static final String REJOIN = "rejoin";

  private final Database database;
  private final PresenceStore presence;
  private final LevelUpStore levelUps;
  private final LevelUpListener delivery;
  private final MemberListComparison comparison;
  private final KnownNames names;
  private final OrderedWrites writes;

  public MemberRecorder(
      Database database,
      LevelUpStore levelUps,
      LevelUpListener delivery,
      MemberListComparison comparison,
      KnownNames names,
      OrderedWrites writes) {
    this.database = database;
    this.presence = new PresenceStore(database);
    this.levelUps = levelUps;
    this.delivery = delivery;
    this.comparison = comparison;
    this.names = names;
    this.writes = writes;
  }

  /**
   * A member joined; if they were here before, their roles are made right.
   *
   * @param joinedAt by Discord's clock; tells one rejoining from the next
   */
  public void joined(MemberKey member, Instant joinedAt) {
    comparison.heardOf(member);
    writes.submit(
        member.guildId(),
        () -> {
          presence.joined(member);
          if (levelUps.askForReconcile(member, Snowflake.firstAt(joinedAt), REJOIN)) {
            delivery.levelChanged(member);
          }
        });
  }

  public void left(MemberKey member) {
    comparison.heardOf(member);
    writes.submit(member.guildId(), () -> presence.left(member));
  }

  /** What a member is called now; written only when the user is known by another name. */
  public void named(MemberKey member, UserName name) {
    if (names.holds(name)) {
      return;
    }
    // From here on, so that a name which comes back before this is written is written after it.
    names.forget(name.userId());
    writes.submit(member.guildId(), () -> rename(name));
  }

  private void rename(UserName name) {
    database.transaction(
        tx -> {
          UserStore.rename(tx, name);
          return name;
        });
    // Once more: an award may have committed the old name meanwhile.
    names.forget(name.userId());
  }
}
