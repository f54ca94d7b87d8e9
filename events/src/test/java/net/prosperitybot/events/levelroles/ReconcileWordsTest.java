package net.prosperitybot.events.levelroles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobFailure;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.events.discord.RoleActions.Reach;
import net.prosperitybot.events.levelroles.ReconcileWords.Refused;
import org.junit.jupiter.api.Test;

class ReconcileWordsTest {
  private static final ReconcileScope FOR_THE_ROLE = new ReconcileScope(5, OptionalLong.of(55));
  private static final ReconcileScope FOR_ALL = new ReconcileScope(1, OptionalLong.empty());
  private static final GuildSettings WITH_THE_RULE = rules(new LevelRole(55, 5));

  @Test
  void whoGaveUpSaysHowFarItCameAndWhatToDoNext() {
    assertEquals(
        "Something kept going wrong on my side, so I stopped after 1,200 of 5,000 members."
            + " To have me try again, use `/levelroles remove` and then `/levelroles add`.",
        ReconcileWords.gaveUp(new JobCounts(5_000, 1_200, 900, 0)));
  }

  @Test
  void theEndSaysHowManyHaveTheRole() {
    assertEquals("Done: 1,234 members have <@&55> now.", end(1234, List.of(), List.of()));
    assertEquals("Done: 1 member has <@&55> now.", end(1, List.of(), List.of()));
    assertEquals(
        "Done: nobody has to have <@&55> yet. Members get it when they reach level 5.",
        end(0, List.of(), List.of()));
  }

  @Test
  void tenWhoFailedAreNamedWithTheReasonAndTheOthersCounted() {
    List<JobFailure> failed =
        LongStream.rangeClosed(1, 10).mapToObj(id -> new JobFailure(id, "left")).toList();
    String words =
        ReconcileWords.end(
            FOR_ALL,
            WITH_THE_RULE,
            new JobCounts(99, 99, 3, 12),
            OptionalLong.empty(),
            failed,
            List.of());
    assertTrue(words.startsWith("Done: I checked the level roles of 99 members"), words);
    assertTrue(
        words.contains("It did not work for 12 members: <@1> (has left the server), <@2>"), words);
    assertTrue(words.endsWith("<@10> (has left the server) and 2 more."), words);
  }

  @Test
  void aRoleOutOfReachIsNamedWithWhatToDo() {
    String words = end(0, List.of(), List.of(new Refused(55, Reach.TOO_HIGH)));
    assertEquals(
        """
        I could not give <@&55> to everyone who should have it.
        Move my role above <@&55> in Server Settings › Roles, and I'll carry on by myself.""",
        words);
  }

  @Test
  void aRuleThatWentMeanwhileIsNotClaimedToBeDone() {
    assertTrue(
        ReconcileWords.end(
                FOR_THE_ROLE,
                rules(new LevelRole(66, 6)),
                new JobCounts(2, 2, 1, 0),
                OptionalLong.empty(),
                List.of(),
                List.of())
            .startsWith("<@&55> is not a level role any more. Done:"));
  }

  @Test
  void theLongestWordsFitAMessage() {
    long id = Long.MAX_VALUE;
    List<JobFailure> failed =
        LongStream.range(0, 10).mapToObj(i -> new JobFailure(id - i, "forbidden")).toList();
    List<Refused> refused =
        LongStream.range(0, 250).mapToObj(i -> new Refused(id - i, Reach.FREE)).toList();
    String words =
        ReconcileWords.end(
            new ReconcileScope(1000, OptionalLong.of(id)),
            rules(new LevelRole(id, 1000)),
            new JobCounts(10_000_000, 10_000_000, 9_999_999, 9_999_999),
            OptionalLong.of(10_000_000),
            failed,
            refused);
    assertTrue(words.length() <= 2000, words);
    assertTrue(words.endsWith("The same goes for 245 more roles."), words);
  }

  private static String end(long holders, List<JobFailure> failed, List<Refused> refused) {
    return ReconcileWords.end(
        FOR_THE_ROLE,
        WITH_THE_RULE,
        new JobCounts(9, 9, 9, failed.size()),
        OptionalLong.of(holders),
        failed,
        refused);
  }

  private static GuildSettings rules(LevelRole... rules) {
    GuildSettings defaults = GuildSettings.defaults(1);
    return new GuildSettings(
        1,
        defaults.notice(),
        defaults.noticeChannelId(),
        defaults.multiplier(),
        defaults.cooldown(),
        defaults.roleMode(),
        defaults.servingBotId(),
        1,
        defaults.ignoredChannels(),
        defaults.ignoredRoles(),
        List.of(rules),
        0);
  }
}
