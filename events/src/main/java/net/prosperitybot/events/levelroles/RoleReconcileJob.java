package net.prosperitybot.events.levelroles;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelroles.LevelRoleMembers;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.awards.LevelUpListener;
import net.prosperitybot.events.discord.AnswerActions;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.jobs.JobHold;
import net.prosperitybot.events.jobs.JobProgress;
import net.prosperitybot.events.jobs.JobWork;

/**
 * The job that makes the level roles of all members at or past a level right, by the settings as
 * they are while it runs.
 *
 * <p>It goes through the members by rising user id, a page at a time; a member's roles are read
 * from Discord just before, so that what was done before a restart is not done again.
 */
public final class RoleReconcileJob implements JobWork {
  /**
   * How often one member may be the reason to give the job back before they are left to delivery.
   */
  private static final int PATIENCE_WITH_ONE = 5;

  private final long botId;
  final JobStore jobs;
  final GuildSettingsStore settings;
  final LevelRoleStore rules;
  final RefusedRoles refused;
  final LevelRoleMembers members;
  private final LevelUpStore levelUps;
  private final LevelUpListener delivery;
  final RoleActions discord;
  final AnswerActions answers;
  final InstantSource clock;
  final MeterRegistry meters;

  /** By server, whom Discord would not answer about. */
  private final ConcurrentMap<Long, Obstacle> obstacles = new ConcurrentHashMap<>();

  private record Obstacle(long userId, int times) {}

  public RoleReconcileJob(
      long botId,
      JobStore jobs,
      GuildSettingsStore settings,
      LevelRoleStore rules,
      RefusedRoles refused,
      LevelRoleMembers members,
      LevelUpStore levelUps,
      LevelUpListener delivery,
      RoleActions discord,
      AnswerActions answers,
      InstantSource clock,
      MeterRegistry meters) {
    this.botId = botId;
    this.jobs = jobs;
    this.settings = settings;
    this.rules = rules;
    this.refused = refused;
    this.members = members;
    this.levelUps = levelUps;
    this.delivery = delivery;
    this.discord = discord;
    this.answers = answers;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public long total(Job job) {
    return members.count(job.guildId(), ReconcileScope.of(job).fromLevel());
  }

  @Override
  public void run(JobHold hold) throws InterruptedException {
    new RoleReconcileRun(this, hold).toTheEnd();
    obstacles.remove(hold.job().guildId());
  }

  @Override
  public void giveUp(Job job) throws InterruptedException {
    new JobProgress(answers, clock, job, job.counts())
        .end(ReconcileWords.gaveUp(job.counts()), job.counts());
  }

  /**
   * The server's settings as they are now.
   *
   * @throws DiscordUnavailableException when another bot serves the server: then the job is its
   */
  GuildSettings settingsNow(long guildId) {
    GuildSettings now = settings.load(guildId);
    if (now.servingBotId().orElse(0) != botId) {
      throw new DiscordUnavailableException("Another bot serves the server now", null);
    }
    return now;
  }

  /** Leaves a member to delivery, which reads their level and their roles anew. */
  void askForReconcile(Job job, long userId) {
    MemberKey member = new MemberKey(job.guildId(), userId);
    if (levelUps.askForReconcileAtAnyLevel(member, job.id(), "role job")) {
      delivery.levelChanged(member);
    }
  }

  /** Whether Discord did not answer about this member once too often. */
  boolean isHopeless(MemberKey member) {
    Obstacle now =
        obstacles.compute(
            member.guildId(),
            (guildId, before) ->
                before != null && before.userId() == member.userId()
                    ? new Obstacle(member.userId(), before.times() + 1)
                    : new Obstacle(member.userId(), 1));
    return now.times() > PATIENCE_WITH_ONE;
  }
}
