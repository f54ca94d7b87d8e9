package net.prosperitybot.events.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.discord.RoleActions;

/**
 * What Discord remembers: one member's roles, and the notices, each nonce once. At a chosen step it
 * dies, before the step or after it, as a process does that is killed.
 */
final class PretendDiscord implements RoleActions, NoticeActions {
  final Set<Long> roles = new HashSet<>();
  final List<Notice> notices = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  private int deathAt = Integer.MAX_VALUE;
  private int step;
  long outOfReach;
  boolean memberGone;
  long goneChannel;
  boolean rolesForbidden;
  boolean noticesRefused;
  int refusals;
  final Map<Long, Reach> reach = new HashMap<>();

  /** What is seen of a role, one look after the other, before that. */
  final Map<Long, Iterator<Reach>> reachInTurn = new HashMap<>();

  boolean unavailable;

  /** Notices are not sent at all for now, as direct messages that Discord limits. */
  boolean noticesHeldBack;

  /** What happens elsewhere while a role is given. */
  Runnable meanwhile = () -> {};

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
  public Map<Long, Set<Long>> heldRoles(long guildId, Collection<Long> userIds) {
    called("roles of " + userIds.size(), () -> {});
    return memberGone
        ? Map.of()
        : userIds.stream().collect(Collectors.toMap(id -> id, id -> Set.copyOf(roles)));
  }

  @Override
  public Reach reach(long guildId, long roleId) {
    Iterator<Reach> looks = reachInTurn.getOrDefault(roleId, Collections.emptyIterator());
    return looks.hasNext() ? looks.next() : reach.getOrDefault(roleId, Reach.FREE);
  }

  @Override
  public RoleResult addRole(MemberKey member, long roleId) {
    if (rolesForbidden) {
      refusals++;
      return RoleResult.FORBIDDEN;
    }
    meanwhile.run();
    called("add " + roleId, () -> roles.add(roleId));
    return RoleResult.DONE;
  }

  @Override
  public RoleResult removeRole(MemberKey member, long roleId) {
    called("remove " + roleId, () -> roles.remove(roleId));
    return RoleResult.DONE;
  }

  @Override
  public boolean hasChannel(long guildId, long channelId) {
    return channelId != goneChannel;
  }

  @Override
  public NoticeResult send(Notice notice) {
    if (noticesHeldBack) {
      throw DiscordUnavailableException.beforeSending("held back", null);
    }
    if (noticesRefused) {
      return NoticeResult.UNDELIVERABLE;
    }
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
