package net.prosperitybot.events.levelroles;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
 * role that can't be given at all, or that was given up, is not tried but marked.
 *
 * <p>For one server and one run of work, in one thread: a role is marked once in that time.
 */
public final class MemberRoles {
  private final RoleActions discord;
  private final RefusedRoles refused;
  private final MeterRegistry meters;
  private final Set<Long> marked = new HashSet<>();

  public MemberRoles(RoleActions discord, RefusedRoles refused, MeterRegistry meters) {
    this.discord = discord;
    this.refused = refused;
    this.meters = meters;
  }

  /**
   * What became of one member.
   *
   * @param changes roles given and taken
   * @param forbidden whether Discord refused one of them for this member
   * @param left whether the member turned out not to be in the server
   */
  public record Outcome(int changes, boolean forbidden, boolean left) {}

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
    private final long guildId;
    private int done;
    private boolean forbidden;
    private boolean left;

    Changes(MemberKey member) {
      this.member = member;
      this.guildId = member.guildId();
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
      if (discord.reach(guildId, roleId) != Reach.FREE) {
        if (marked.add(roleId)) {
          refused.markOutOfReach(guildId, roleId);
        }
        return false;
      }
      if (refused.isGivenUp(guildId, roleId)) {
        markRefused(roleId);
        return false;
      }
      return true;
    }

    private void markRefused(long roleId) {
      if (marked.add(roleId)) {
        refused.markRefused(guildId, roleId);
      }
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
          refused.given(guildId, roleId);
          done++;
        }
        case FORBIDDEN -> {
          refused.refused(guildId, roleId);
          markRefused(roleId);
          forbidden = true;
        }
        case REJECTED -> forbidden = true;
        case MEMBER_GONE -> left = true;
        case ROLE_GONE -> {
          // Its rule goes with it, and what follows from that is a job of its own.
        }
      }
      return result == RoleResult.DONE;
    }

    Outcome outcome() {
      return new Outcome(done, forbidden, left);
    }
  }
}
