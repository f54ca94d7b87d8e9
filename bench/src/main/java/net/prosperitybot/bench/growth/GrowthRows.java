package net.prosperitybot.bench.growth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.bench.population.Population;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;

/**
 * A page, a rank and an award of anybody, on one connection: first with a million members, then
 * with ten. The reference is the same before the growth.
 */
public final class GrowthRows {
  private static final Target TARGET = new Target.RatioAtMost(1.3);

  private GrowthRows() {}

  public static List<Row> all() {
    return List.of(
        row("page-growth", "any page, 10,000,000 members against 1,000,000", Costs::pages),
        row("rank-growth", "any rank, the same", Costs::ranks),
        row("award-growth", "awards of anybody, the same", Costs::awards));
  }

  private static Row row(String name, String what, Function<Costs, List<Double>> which) {
    return new Row(
        name,
        what,
        Unit.MICROSECONDS,
        TARGET,
        lab -> {
          Growth growth = lab.part(Growth.class, Growth::measure);
          return new Samples(which.apply(growth.after()), which.apply(growth.before()));
        });
  }

  private record Growth(Costs before, Costs after) {

    static Growth measure(Lab lab) throws Exception {
      Population population = Population.of(lab);
      Work work = new Work(Stage.of(lab).stack().database(), population);
      Costs before = Costs.measure(lab, work);
      population.grow(lab.scale().growth());
      return new Growth(before, Costs.measure(lab, work));
    }
  }

  /** µs of each piece of work, a round each. */
  private record Costs(List<Double> pages, List<Double> ranks, List<Double> awards) {

    static Costs measure(Lab lab, Work work) {
      Costs costs = new Costs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      Duration warmUp = lab.scale().warmUp();
      micros(work::page, warmUp);
      micros(work::rank, warmUp);
      micros(work::award, warmUp);
      for (int round = 0; round < lab.scale().rounds(); round++) {
        costs.pages().add(micros(work::page, lab.scale().spell()));
        costs.ranks().add(micros(work::rank, lab.scale().spell()));
        costs.awards().add(micros(work::award, lab.scale().spell()));
      }
      return costs;
    }

    /** The mean over this time. */
    private static double micros(Piece piece, Duration spell) {
      long begin = System.nanoTime();
      long pieces = 0;
      while (System.nanoTime() - begin < spell.toNanos()) {
        pieces += piece.take();
      }
      return (System.nanoTime() - begin) / 1e3 / pieces;
    }
  }

  /** Does a little work, and says how many pages, ranks or awards it was. */
  private interface Piece {
    int take();
  }

  /** Questions of and awards to members drawn from all that there are. */
  private static final class Work {
    private static final int AWARDS_AT_ONCE = 200;
    private static final int XP = 20;
    private static final Duration COOLDOWN = Duration.ofSeconds(60);

    private final Leaderboard leaderboard;
    private final XpLedger ledger;
    private final Population population;
    private final SplittableRandom random = new SplittableRandom(5);

    /** Later than all that was seeded. */
    private Instant now = Instant.parse("2026-02-01T00:00:00Z");

    Work(Database database, Population population) {
      this.leaderboard = new Leaderboard(database);
      this.ledger = new XpLedger(database);
      this.population = population;
    }

    int page() {
      leaderboard.pageOf(population.anyOfAll(random));
      return 1;
    }

    int rank() {
      leaderboard.standing(population.anyOfAll(random));
      return 1;
    }

    int award() {
      now = now.plus(COOLDOWN).plusSeconds(1);
      Set<MemberKey> members = new HashSet<>();
      while (members.size() < AWARDS_AT_ONCE) {
        members.add(population.anyOfAll(random));
      }
      List<XpAward> awards = new ArrayList<>();
      List<UserName> names = new ArrayList<>();
      for (MemberKey member : members) {
        awards.add(
            new XpAward(
                member,
                Snowflake.firstAt(now) + awards.size(),
                1,
                XP,
                COOLDOWN,
                XpLedger.Presence.FROM_MEMBER_EVENTS));
        names.add(new UserName(member.userId(), "user", "User"));
      }
      ledger.award(awards, names);
      return awards.size();
    }
  }
}
