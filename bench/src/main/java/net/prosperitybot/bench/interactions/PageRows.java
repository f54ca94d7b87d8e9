package net.prosperitybot.bench.interactions;

import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.bench.load.HttpLoad;
import net.prosperitybot.bench.load.Request;
import net.prosperitybot.bench.population.Population;
import net.prosperitybot.common.members.MemberKey;

/**
 * Pages and ranks of the big server, asked for one after the other while 2,000 awards a second land
 * in that very server; each beside the first page. And cold, without those awards.
 */
public final class PageRows {
  private static final int QUESTIONS = 300;
  private static final double AWARDS_PER_SECOND = 2_000;
  private static final Target TARGET = new Target.RatioAtMost(5);

  private PageRows() {}

  /** A question of the {@code i}-th who asks. */
  private interface Question {
    String body(SigningBot bot, Population population, int i);
  }

  public static List<Row> all() {
    return List.of(
        row(
            "page-middle",
            "the page in the middle of 474,090, against the first",
            PageRows::middle),
        row("page-last", "the last page", PageRows::last),
        row("page-mine", "\"My page\" of anybody", PageRows::mine),
        row("rank", "/level of anybody, with the rank", PageRows::rank),
        cold("page-first-cold", "the first page of a database just started", PageRows::first),
        cold("page-middle-cold", "the one in the middle, the same", PageRows::middle),
        cold("page-last-cold", "the last page, the same", PageRows::last),
        cold("page-mine-cold", "\"My page\", the same", PageRows::mine),
        cold("rank-cold", "/level with the rank, the same", PageRows::rank));
  }

  /** Asked for when nothing of the big server is in the database's memory, and at once again. */
  private static Row cold(String name, String what, Question question) {
    return new Row(
        name, what, Unit.MICROSECONDS, new Target.None(), lab -> coldAndWarm(lab, question));
  }

  private static Samples coldAndWarm(Lab lab, Question question) throws Exception {
    int port = WorkerUnderTest.of(lab).port();
    List<Request> requests = requests(lab, question);
    List<Double> cold = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    for (int round = 0; round < lab.scale().rounds(); round++) {
      Stage.of(lab).stack().restartDatabase();
      // Connections and tables are opened again, which is not what is asked about.
      try (HttpLoad other = new HttpLoad(port, 1, ofASmallServer(lab));
          HttpLoad one = new HttpLoad(port, 1, List.of(requests.get(round * 7 + 3)))) {
        other.oneByOne(lab.scale().spell());
        cold.add(one.once());
        warm.add(one.once());
      }
    }
    return new Samples(cold, warm);
  }

  private static List<Request> ofASmallServer(Lab lab) throws Exception {
    MemberKey asking = Population.of(lab).smallMember(0, 0);
    SigningBot bot = PingBots.of(lab).one();
    return List.of(
        bot.signed(Bodies.command(bot.id(), asking.guildId(), asking.userId(), "level")),
        bot.signed(Bodies.leaderboard(bot.id(), asking.guildId(), asking.userId(), 1)));
  }

  private static Row row(String name, String what, Question question) {
    return new Row(name, what, Unit.MICROSECONDS, TARGET, lab -> measure(lab, question));
  }

  private static Samples measure(Lab lab, Question question) throws Exception {
    int port = WorkerUnderTest.of(lab).port();
    Population population = Population.of(lab);
    try (AwardLoad awards =
            AwardLoad.start(Stage.of(lab).stack().database(), population, AWARDS_PER_SECOND);
        HttpLoad asked = new HttpLoad(port, 1, requests(lab, question));
        HttpLoad first = new HttpLoad(port, 1, requests(lab, PageRows::first))) {
      asked.oneByOne(lab.scale().warmUp());
      first.oneByOne(lab.scale().warmUp());
      Samples samples =
          Samples.inTurns(
              lab.scale().rounds(),
              () -> asked.oneByOne(lab.scale().spell()).getValueAtPercentile(50),
              () -> first.oneByOne(lab.scale().spell()).getValueAtPercentile(50));
      awards.assertLanded(lab.scale().leastLanded());
      return samples;
    }
  }

  private static List<Request> requests(Lab lab, Question question) throws Exception {
    Population population = Population.of(lab);
    SigningBot bot = PingBots.of(lab).one();
    List<Request> requests = new ArrayList<>(QUESTIONS);
    for (int i = 0; i < QUESTIONS; i++) {
      requests.add(bot.signed(question.body(bot, population, i)));
    }
    return requests;
  }

  private static String first(SigningBot bot, Population population, int i) {
    return page(bot, population, i, 1);
  }

  private static String middle(SigningBot bot, Population population, int i) {
    return page(bot, population, i, population.bigServerSize() / 20L);
  }

  private static String last(SigningBot bot, Population population, int i) {
    return page(bot, population, i, Integer.MAX_VALUE);
  }

  private static String page(SigningBot bot, Population population, int i, long page) {
    return Bodies.leaderboard(bot.id(), population.bigGuild(), somebody(population, i), page);
  }

  private static String mine(SigningBot bot, Population population, int i) {
    return Bodies.click(
        bot.id(), population.bigGuild(), somebody(population, i), "leaderboard/mine");
  }

  private static String rank(SigningBot bot, Population population, int i) {
    return Bodies.command(bot.id(), population.bigGuild(), somebody(population, i), "level");
  }

  /** Evenly over the whole server. */
  private static long somebody(Population population, int i) {
    return population.bigMember((int) ((long) i * population.bigServerSize() / QUESTIONS));
  }
}
