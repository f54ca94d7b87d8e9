package net.prosperitybot.events.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.common.members.MemberKey;

/**
 * What Discord remembers: one member's roles, and the notices, each nonce once. At a chosen step it
 * dies, before the step or after it, as a process does that is killed.
 */
final class PretendDiscord implements DeliveryActions {
  final Set<Long> roles = new HashSet<>();
  final List<Notice> notices = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  private int deathAt = Integer.MAX_VALUE;
  private int step;
  long outOfReach;
  boolean memberGone;
  boolean rolesForbidden;
  boolean unavailable;

  /** A process that is killed; nothing in the service catches it. */
  static final class Killed extends Error {}

  /** Dies at this step: even numbers before a call takes effect, odd ones after it. */
  void dieAt(int when) {
    this.deathAt = when;
    this.step = 0;
  }

  @Override
  public boolean holds(long guildId) {
    return guildId != outOfReach;
  }

  @Override
  public Optional<Set<Long>> heldRoles(MemberKey member) {
    called("roles", () -> {});
    return memberGone ? Optional.empty() : Optional.of(Set.copyOf(roles));
  }

  @Override
  public RoleResult addRole(MemberKey member, long roleId) {
    if (rolesForbidden) {
      return RoleResult.FORBIDDEN;
    }
    called("add " + roleId, () -> roles.add(roleId));
    return RoleResult.DONE;
  }

  @Override
  public RoleResult removeRole(MemberKey member, long roleId) {
    called("remove " + roleId, () -> roles.remove(roleId));
    return RoleResult.DONE;
  }

  @Override
  public NoticeResult send(Notice notice) {
    called(
        "notice " + notice.level(),
        () -> {
          if (notices.stream().noneMatch(sent -> sent.nonce().equals(notice.nonce()))) {
            notices.add(notice);
          }
        });
    return NoticeResult.SENT;
  }

  private void called(String what, Runnable effect) {
    if (unavailable) {
      throw new DiscordUnavailableException("500", null);
    }
    dieIfItIsTime();
    calls.add(what);
    effect.run();
    dieIfItIsTime();
  }

  private void dieIfItIsTime() {
    if (step++ == deathAt) {
      throw new Killed();
    }
  }
}
