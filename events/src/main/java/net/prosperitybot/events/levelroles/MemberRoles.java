package net.prosperitybot.events.levelroles;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.common.levelroles.RolePlan;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.discord.RoleActions.Reach;
import net.prosperitybot.events.discord.RoleActions.RoleResult;

/**
 * Makes members' level roles right by single changes, additions first.
 *
 * <p>A rule whose role Discord has deleted counts as if it were not there. Where one role replaces
 * another and the new one can't be given, the old one stays: nobody ends with less than before. A
 * role that can't be given at all is not tried, and one that Discord refuses {@value
 * #MOST_REFUSALS} times in a row is not tried again: too many refused requests ban an address.
 *
 * <p>For one server and one run of work, in one thread: what it learns of roles lives as long.
 */
public final class MemberRoles {
  private static final int MOST_REFUSALS = 3;

  private final RoleActions discord;
  private final MeterRegistry meters;

  /** How often in a row Discord itself has said no. */
  private final Map<Long, Integer> refusals = new HashMap<>();

  public MemberRoles(RoleActions discord, MeterRegistry meters) {
    this.discord = discord;
    this.meters = meters;
  }

  /**
   * What became of one member.
   *
   * @param changes roles given and taken
   * @param outOfReach roles that can't be given or taken from anybody now
   * @param forbidden roles that Discord refused for this member
   * @param left whether the member turned out not to be in the server
   */
  public record Outcome(int changes, Set<Long> outOfReach, Set<Long> forbidden, boolean left) {
    public Outcome {
      outOfReach = Set.copyOf(outOfReach);
      forbidden = Set.copyOf(forbidden);
    }
  }

  /**
   * Gives and takes what is missing and too much.
   *
   * @param held every role that the member holds now
   * @throws net.prosperitybot.events.discord.DiscordUnavailableException when the rest may work
   *     later
   */
  public Outcome reconcile(MemberKey member, GuildSettings now, int level, Set<Long> held) {
    RolePlan plan = plan(now, level, held);
    Changes changes = new Changes(member);
    boolean allAdded = true;
    for (long roleId : plan.add()) {
      allAdded &= changes.add(roleId);
    }
    if (allAdded || now.roleMode() == RoleMode.STACK) {
      plan.remove().forEach(changes::remove);
    }
    return changes.outcome();
  }

  /** Whether there is anything to give or take. */
  boolean isRight(GuildSettings now, int level, Set<Long> held) {
    return plan(now, level, held).isEmpty();
  }

  private RolePlan plan(GuildSettings now, int level, Set<Long> held) {
    List<LevelRole> rules =
        now.levelRoles().stream()
            .filter(rule -> discord.reach(now.guildId(), rule.roleId()) != Reach.GONE)
            .toList();
    return RolePlan.of(now.roleMode(), rules, level, held);
  }

  private final class Changes {
    private final MemberKey member;
    private final Set<Long> outOfReach = new HashSet<>();
    private final Set<Long> forbidden = new HashSet<>();
    private int done;
    private boolean left;

    Changes(MemberKey member) {
      this.member = member;
    }

    /** Whether it is done. */
    boolean add(long roleId) {
      return !left && mayBeTried(roleId) && note("add", roleId, discord.addRole(member, roleId));
    }

    void remove(long roleId) {
      if (!left && mayBeTried(roleId)) {
        note("remove", roleId, discord.removeRole(member, roleId));
      }
    }

    private boolean mayBeTried(long roleId) {
      boolean may =
          refusals.getOrDefault(roleId, 0) < MOST_REFUSALS
              && discord.reach(member.guildId(), roleId) == Reach.FREE;
      if (!may) {
        outOfReach.add(roleId);
      }
      return may;
    }

    private boolean note(String action, long roleId, RoleResult result) {
      meters
          .counter(
              "prosperity.roles",
              "action",
              action,
              "outcome",
              result.name().toLowerCase(Locale.ROOT))
          .increment();
      switch (result) {
        case DONE -> {
          refusals.remove(roleId);
          done++;
        }
        case FORBIDDEN -> {
          refusals.merge(roleId, 1, Integer::sum);
          forbidden.add(roleId);
        }
        case MEMBER_GONE -> left = true;
        case ROLE_GONE -> {
          // Its rule goes with it, and what follows from that is a job of its own.
        }
      }
      return result == RoleResult.DONE;
    }

    Outcome outcome() {
      return new Outcome(done, outOfReach, forbidden, left);
    }
  }
}
