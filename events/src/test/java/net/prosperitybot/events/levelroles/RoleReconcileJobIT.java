package net.prosperitybot.events.levelroles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.LevelRoleMembers;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.discord.AnswerActions.EditResult;
import net.prosperitybot.events.discord.RoleActions;
import net.prosperitybot.events.gauges.GaugeSums;
import net.prosperitybot.events.hosting.BotKind;
import net.prosperitybot.events.jobs.JobRunner;
import net.prosperitybot.localdb.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoleReconcileJobIT {
  private static final long BOT = 900;
  private static final long GUILD = 1L << 22;
  private static final int MEMBERS = 150;

  private final TestDatabase test = TestDatabase.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OrderedWrites writes = new OrderedWrites(1, meters);
  private final SlowDiscord discord = new SlowDiscord();

  @AfterEach
  void stop() {
    writes.close();
    test.close();
  }

  @Test
  void theNextMembersAreReadWhileTheFirstAreAtWork() {
    oneServer();
    try (JobRunner runner = runner()) {
      runner.nudge(GUILD);
      Awaitility.await()
          .until(
              () ->
                  test.database()
                          .dsl()
                          .fetchSingle("SELECT COUNT(*) FROM jobs")
                          .get(0, Integer.class)
                      == 0);
    }
    assertEquals(MEMBERS, discord.given.get());
    assertEquals(MEMBERS, discord.givenWithBothPagesRead.get());
  }

  private void oneServer() {
    new GuildStore(test.database(), BOT).present(BOT, GUILD, "Café");
    for (int user = 1; user <= MEMBERS; user++) {
      test.database()
          .dsl()
          .execute(
              "INSERT INTO guild_users (guild_id, user_id, xp, purged_xp, `level`, message_count,"
                  + " created_at) VALUES (?, ?, ?, ?, 1, 1, UTC_TIMESTAMP(3))",
              GUILD,
              user,
              LevelCurve.xpRequired(1),
              LevelCurve.xpRequired(1));
    }
    test.database()
        .transaction(
            tx -> {
              RoleReconciles.ask(tx, GUILD, 7, 1, OptionalLong.empty(), Optional.empty());
              return LevelRoleStore.add(tx, GUILD, new LevelRole(51, 1));
            });
  }

  private JobRunner runner() {
    JobStore jobs = new JobStore(test.database());
    RoleReconcileJob work =
        new RoleReconcileJob(
            BOT,
            jobs,
            new GuildSettingsStore(test.database()),
            new LevelRoleStore(test.database()),
            new RefusedRoles(
                BOT,
                test.database(),
                discord,
                writes,
                guildId -> {},
                InstantSource.system(),
                System::nanoTime),
            new LevelRoleMembers(test.database()),
            new LevelUpStore(test.database()),
            member -> {},
            discord,
            (guildId, place, words) -> CompletableFuture.completedFuture(EditResult.EDITED),
            InstantSource.system(),
            meters);
    return new JobRunner(
        JobRunner.Slots.USUAL,
        "a",
        Duration.ofSeconds(15),
        jobs,
        kind -> work,
        discord::holds,
        guildId -> true,
        new GaugeSums(meters).of(BotKind.MAIN),
        meters);
  }

  /** Gives the first role once two pages have been read, or after a while. */
  private static final class SlowDiscord implements RoleActions {
    private final CountDownLatch pagesToRead = new CountDownLatch(2);
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger givenWithBothPagesRead = new AtomicInteger();

    @Override
    public boolean holds(long guildId) {
      return true;
    }

    @Override
    public Optional<Set<Long>> heldRoles(MemberKey member) {
      return Optional.of(Set.of());
    }

    @Override
    public Map<Long, Set<Long>> heldRoles(long guildId, Collection<Long> userIds) {
      pagesToRead.countDown();
      return userIds.stream().collect(Collectors.toMap(Function.identity(), id -> Set.of()));
    }

    @Override
    public Reach reach(long guildId, long roleId) {
      return Reach.FREE;
    }

    @Override
    public RoleResult addRole(MemberKey member, long roleId) {
      boolean first = given.getAndIncrement() == 0;
      try {
        if (pagesToRead.await(first ? 4 : 0, TimeUnit.SECONDS)) {
          givenWithBothPagesRead.incrementAndGet();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return RoleResult.DONE;
    }

    @Override
    public RoleResult removeRole(MemberKey member, long roleId) {
      return RoleResult.DONE;
    }
  }
}
