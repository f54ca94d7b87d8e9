package net.prosperitybot.common.leaderboard;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaderboardIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long GUILD = 1;
  private static final long EMPTY_GUILD = 2;

  private final Leaderboard leaderboard = new Leaderboard(TEST.database());

  /** Members 1 to 24 with 1000 XP and less; 5 and 6 are equal, 24 has left, 23 has no XP. */
  @BeforeAll
  static void fill() {
    XpLedger ledger = new XpLedger(TEST.database());
    ledger.award(
        IntStream.rangeClosed(1, 24)
            .mapToObj(i -> award(new MemberKey(GUILD, i), 0, i == 6 ? 995 : 1000 - i))
            .toList(),
        List.of(new UserName(1, "ann", "Ann")));
    TEST.database()
        .dsl()
        .update(GUILD_USERS)
        .set(GUILD_USERS.PRESENT, false)
        .where(GUILD_USERS.USER_ID.eq(24L))
        .execute();
    TEST.database()
        .dsl()
        .update(GUILD_USERS)
        .set(GUILD_USERS.XP, 0L)
        .where(GUILD_USERS.USER_ID.eq(23L))
        .execute();
    new RankRecount(TEST.database()).mend(GUILD);
  }

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @Test
  void membersAreRankedByXpThenById() {
    LeaderboardPage page = leaderboard.page(GUILD, 1);
    assertEquals(
        LongStream.rangeClosed(1, 10).boxed().toList(),
        page.rows().stream().map(LeaderboardPage.Row::userId).toList());
    assertEquals(5, page.rows().get(4).rank());
    assertEquals(page.rows().get(4).xp(), page.rows().get(5).xp());
  }

  @Test
  void leaversAndMembersWithoutXpAreNotRanked() {
    LeaderboardPage last = leaderboard.page(GUILD, 3);
    assertEquals(22, last.members());
    assertEquals(3, last.pages());
    assertEquals(List.of(21L, 22L), last.rows().stream().map(LeaderboardPage.Row::userId).toList());
    assertEquals(
        OptionalLong.empty(), leaderboard.standing(new MemberKey(GUILD, 24)).orElseThrow().rank());
    assertEquals(
        OptionalLong.empty(), leaderboard.standing(new MemberKey(GUILD, 23)).orElseThrow().rank());
  }

  @Test
  void pagesOutsideTheLeaderboardAreTheNearestOnes() {
    assertEquals(1, leaderboard.page(GUILD, -7).number());
    assertEquals(3, leaderboard.page(GUILD, Long.MAX_VALUE).number());
  }

  @Test
  void rankAndPageAgreeForEveryMember() {
    for (long user = 1; user <= 22; user++) {
      MemberKey member = new MemberKey(GUILD, user);
      long rank = leaderboard.standing(member).orElseThrow().rank().orElseThrow();
      long id = user;
      var row =
          leaderboard.pageOf(member).rows().stream()
              .filter(r -> r.userId() == id)
              .findFirst()
              .orElseThrow();
      assertEquals(rank, row.rank());
    }
  }

  @Test
  void aNameThatWasNeverSeenIsAbsent() {
    List<LeaderboardPage.Row> rows = leaderboard.page(GUILD, 1).rows();
    assertEquals(Optional.of("Ann"), rows.get(0).displayName());
    assertEquals(Optional.empty(), rows.get(1).displayName());
  }

  @Test
  void anEmptyLeaderboardHasOneEmptyPage() {
    LeaderboardPage page = leaderboard.page(EMPTY_GUILD, 1);
    assertEquals(1, page.pages());
    assertTrue(page.rows().isEmpty());
    assertEquals(1, leaderboard.pageOf(new MemberKey(EMPTY_GUILD, 5)).number());
  }

  @Test
  void aMemberWhoNeverEarnedHasNoStanding() {
    assertEquals(Optional.empty(), leaderboard.standing(new MemberKey(GUILD, 4711)));
  }
}
