package net.prosperitybot.events.levelroles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobFailure;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.LevelRoleMembers.MemberLevel;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.discord.RoleActions.Reach;
import net.prosperitybot.events.jobs.JobHold;
import net.prosperitybot.events.jobs.JobProgress;

/** One job in the hands of one process, from where it was left to its end or an interruption. */
final class RoleReconcileRun {
  /** Also within a page, for at the limit of Discord's rate a page takes minutes. */
  private static final Duration SAVE_EVERY = Duration.ofSeconds(2);

  private static final int MOST_FAILURES_COUNTED = 10_000;

  private final RoleReconcileJob of;
  private final JobHold hold;
  private final long guildId;
  private final ReconcileScope scope;
  private final MemberRoles roles;
  private final JobProgress progress;

  /** Since the last time it was saved. */
  private final List<JobFailure> failures = new ArrayList<>();

  /** Whose roles were changed since then, with the level that was gone by. */
  private final Map<Long, Integer> changedAtLevel = new HashMap<>();

  private JobCounts counts;

  /** As they were when the last member whose roles had to change was begun, or later. */
  private GuildSettings now;

  private long savedAtNanos = System.nanoTime();

  RoleReconcileRun(RoleReconcileJob of, JobHold hold) {
    this.of = of;
    this.hold = hold;
    this.guildId = hold.job().guildId();
    this.scope = ReconcileScope.of(hold.job());
    this.roles = new MemberRoles(of.discord, of.refused, of.meters);
    this.counts = hold.counts();
    this.now = of.settingsNow(guildId);
    this.progress = new JobProgress(of.answers, of.clock, hold.job(), counts);
  }

  void toTheEnd() throws InterruptedException {
    if (hold.position() == 0) {
      // Somebody wants it now, and may have put right what Discord did not like.
      of.refused.tryAgain(guildId);
    }
    while (true) {
      hold.check();
      now = of.settingsNow(guildId);
      List<MemberLevel> page =
          now.levelRoles().isEmpty()
              ? List.of()
              : of.members.page(
                  guildId, scope.fromLevel(), hold.position(), RoleActions.MOST_AT_ONCE);
      if (page.isEmpty()) {
        progress.end(lastWords(), counts);
        return;
      }
      doPage(page);
    }
  }

  private void doPage(List<MemberLevel> page) {
    Map<Long, Set<Long>> held =
        of.discord.heldRoles(guildId, page.stream().map(MemberLevel::userId).toList());
    Iterator<MemberLevel> left = page.iterator();
    long last = hold.position();
    JobCounts upToLast = counts;
    try {
      while (left.hasNext()) {
        last = doNext(left, held);
        upToLast = counts;
        if (System.nanoTime() - savedAtNanos >= SAVE_EVERY.toNanos()) {
          save(last);
        }
        progress.show(ReconcileWords.heading(scope, now), counts);
      }
    } catch (DiscordUnavailableException e) {
      counts = upToLast;
      save(last);
      throw e;
    }
    save(last);
  }

  /** Returns up to whom all are done then. */
  private long doNext(Iterator<MemberLevel> left, Map<Long, Set<Long>> held) {
    MemberLevel member = left.next();
    try {
      doMember(member, held);
      return member.userId();
    } catch (DiscordUnavailableException e) {
      hold.check();
      if (!of.isHopeless(new MemberKey(guildId, member.userId()))) {
        throw e;
      }
    }
    // Whether it is them or Discord is out shows with the next whose roles have to change.
    long last = member.userId();
    boolean answered = false;
    while (!answered && left.hasNext()) {
      MemberLevel next = left.next();
      answered = doMember(next, held);
      last = next.userId();
    }
    failed(member, FailureReason.NO_ANSWER);
    of.askForReconcile(hold.job(), member.userId());
    return last;
  }

  /** Returns whether Discord was asked for a change, and answered. */
  private boolean doMember(MemberLevel member, Map<Long, Set<Long>> held) {
    hold.check();
    Set<Long> roleIds = held.get(member.userId());
    if (roleIds == null) {
      failed(member, FailureReason.LEFT);
      return false;
    }
    MemberRoles.Outcome outcome =
        reconcile(new MemberKey(guildId, member.userId()), member.level(), roleIds);
    note(member, outcome);
    return outcome.changes() > 0 || outcome.forbidden() || outcome.left();
  }

  /** By the settings of this moment: a page takes minutes, and a rule may go meanwhile. */
  private MemberRoles.Outcome reconcile(MemberKey member, int level, Set<Long> held) {
    if (!roles.isRight(now, level, held) && of.settings.version(guildId) != now.version()) {
      now = of.settingsNow(guildId);
    }
    return roles.reconcile(member, now, level, held);
  }

  private void note(MemberLevel member, MemberRoles.Outcome outcome) {
    if (outcome.changes() > 0) {
      changedAtLevel.put(member.userId(), member.level());
    }
    if (outcome.left()) {
      failed(member, FailureReason.LEFT);
    } else if (outcome.forbidden()) {
      failed(member, FailureReason.FORBIDDEN);
    } else {
      int changed = outcome.changes() > 0 ? 1 : 0;
      counts =
          new JobCounts(
              counts.total(), counts.done() + 1, counts.changed() + changed, counts.failed());
    }
  }

  private void failed(MemberLevel member, FailureReason reason) {
    failures.add(new JobFailure(member.userId(), reason.key()));
    counts =
        new JobCounts(counts.total(), counts.done() + 1, counts.changed(), counts.failed() + 1);
  }

  private void save(long upTo) {
    askForWhoseLevelChanged();
    hold.save(upTo, counts, failures);
    failures.clear();
    savedAtNanos = System.nanoTime();
  }

  /**
   * Delivery may have been at work on the same member, by another level. Asked for before it is
   * saved that the member is done, so that it is not forgotten.
   */
  private void askForWhoseLevelChanged() {
    if (!changedAtLevel.isEmpty()) {
      Map<Long, Integer> levelsNow = of.members.levels(guildId, changedAtLevel.keySet());
      changedAtLevel.forEach(
          (userId, level) -> {
            if (!level.equals(levelsNow.get(userId))) {
              of.askForReconcile(hold.job(), userId);
            }
          });
      changedAtLevel.clear();
    }
  }

  private String lastWords() {
    List<ReconcileWords.Refused> outOfReach =
        of.rules.list(guildId).stream()
            .filter(listed -> listed.refusedCount() > 0)
            .filter(listed -> listed.rule().level() >= scope.fromLevel())
            .map(listed -> listed.rule().roleId())
            .map(role -> new ReconcileWords.Refused(role, of.discord.reach(guildId, role)))
            .filter(role -> role.reach() != Reach.GONE)
            .toList();
    return ReconcileWords.end(
        scope,
        now,
        counts,
        holders(),
        of.jobs.failures(hold.job(), ReconcileWords.MOST_NAMED),
        outOfReach);
  }

  /** How many members hold the role that the job was for, those that failed left out. */
  private OptionalLong holders() {
    Optional<LevelRole> rule =
        now.levelRoles().stream()
            .filter(
                each -> scope.roleId().isPresent() && each.roleId() == scope.roleId().getAsLong())
            .findFirst();
    if (rule.isEmpty()) {
      return OptionalLong.empty();
    }
    int from = rule.get().level();
    OptionalInt next =
        now.roleMode() == RoleMode.STACK
            ? OptionalInt.empty()
            : now.levelRoles().stream()
                .filter(each -> of.discord.reach(guildId, each.roleId()) != Reach.GONE)
                .mapToInt(LevelRole::level)
                .filter(level -> level > from)
                .min();
    List<Long> failed =
        of.jobs.failures(hold.job(), MOST_FAILURES_COUNTED).stream()
            .map(JobFailure::userId)
            .toList();
    return OptionalLong.of(
        Math.max(
            0, having(from, failed) - (next.isPresent() ? having(next.getAsInt(), failed) : 0)));
  }

  /** Of those who failed, who has left the server is not counted to begin with. */
  private long having(int fromLevel, List<Long> failed) {
    return of.members.count(guildId, fromLevel)
        - (failed.isEmpty() ? 0 : of.members.countAmong(guildId, fromLevel, failed));
  }
}
