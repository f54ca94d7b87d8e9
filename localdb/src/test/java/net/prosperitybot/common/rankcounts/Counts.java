package net.prosperitybot.common.rankcounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.LeaderboardPage;
import net.prosperitybot.common.members.MemberKey;
import org.jooq.Record;

/** The leaderboard against what counting and sorting all members says. */
final class Counts {
  private static final String ALL =
      """
      SELECT user_id, xp FROM guild_users WHERE guild_id = ? AND present AND xp > 0
      ORDER BY xp DESC, user_id
      """;

  private Counts() {}

  /** Every page and every rank of a server in which nothing happens now. */
  static void assertEveryRankIsTrue(Database database, long guild) {
    assertEquals(0, new RankRecount(database).differing(guild), "counts that differ");
    List<Record> ranking = new ArrayList<>(database.dsl().resultQuery(ALL, guild).fetch());
    Leaderboard leaderboard = new Leaderboard(database);
    long pages = Math.max(1, (ranking.size() + 9) / 10);
    for (long number = 1; number <= pages; number++) {
      LeaderboardPage page = leaderboard.page(guild, number);
      assertEquals(ranking.size(), page.members());
      assertEquals(pages, page.pages());
      assertEquals(number, page.number());
      List<Record> wanted =
          ranking.subList((int) (number - 1) * 10, (int) Math.min(ranking.size(), number * 10));
      assertEquals(
          wanted.stream().map(row -> row.get(0, Long.class)).toList(),
          page.rows().stream().map(LeaderboardPage.Row::userId).toList());
      for (LeaderboardPage.Row row : page.rows()) {
        MemberKey member = new MemberKey(guild, row.userId());
        assertEquals(row.rank(), leaderboard.standing(member).orElseThrow().rank().orElseThrow());
        assertTrue(leaderboard.pageOf(member).rows().contains(row));
      }
    }
  }
}
