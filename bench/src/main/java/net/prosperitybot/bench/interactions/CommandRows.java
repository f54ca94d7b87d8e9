package net.prosperitybot.bench.interactions;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.bench.load.HttpLoad;
import net.prosperitybot.bench.load.Request;
import net.prosperitybot.bench.population.Population;
import net.prosperitybot.common.members.MemberKey;

/**
 * Commands through HTTP, signature and database. Who asks is drawn from all members, so that large
 * servers ask as much more often as they are larger.
 */
public final class CommandRows {
  /** Few, for a page of the original takes most of a second and nothing may wait for too long. */
  private static final int CONNECTIONS = 8;

  private static final int PING_CONNECTIONS = 64;
  private static final int REQUESTS = 2_000;
  private static final double SHARE_OF_HIGHEST = 0.4;
  private static final double PERCENTILE = 99;
  private static final Target TAIL_TARGET = new Target.RatioAtMost(3);

  private CommandRows() {}

  /** A command of which there are as many as somebody asks for. */
  private interface Command {
    String body(SigningBot bot, MemberKey caller);
  }

  public static List<Row> all() {
    Command level = (bot, caller) -> named("level", bot, caller);
    Command leaderboard = (bot, caller) -> named("leaderboard", bot, caller);
    Command about = (bot, caller) -> named("about", bot, caller);
    return List.of(
        rate("level-rate", "/level, highest rate", 1.5, level),
        rate("leaderboard-rate", "/leaderboard, highest rate", 5, leaderboard),
        rate("about-rate", "/about, highest rate", 50, about),
        tail("ping-p99", "p99 of PINGs at 40 % of their highest rate", CommandRows::ping),
        tail("level-p99", "the same of /level", level),
        tail("leaderboard-p99", "the same of /leaderboard", leaderboard),
        tail("about-p99", "the same of /about", about));
  }

  private static String named(String name, SigningBot bot, MemberKey caller) {
    return Bodies.command(bot.id(), caller.guildId(), caller.userId(), name);
  }

  private static String ping(SigningBot bot, MemberKey caller) {
    return Bodies.ping(bot.id(), caller.userId());
  }

  private static Row rate(String name, String what, double least, Command command) {
    return new Row(
        name,
        what,
        Unit.PER_SECOND,
        new Target.RatioAtLeast(least),
        lab -> {
          List<Request> requests = requests(lab, command);
          int reference = ReferenceWorker.of(lab).port();
          try (HttpLoad ours = new HttpLoad(WorkerUnderTest.of(lab).port(), CONNECTIONS, requests);
              HttpLoad theirs = new HttpLoad(reference, CONNECTIONS, requests)) {
            warmUp(lab, theirs, ours);
            return Samples.inTurns(
                lab.scale().rounds(),
                () -> ours.closedLoop(lab.scale().spell()),
                () -> theirs.closedLoop(lab.scale().spell()));
          }
        });
  }

  private static Row tail(String name, String what, Command command) {
    return new Row(
        name,
        what,
        Unit.MICROSECONDS,
        TAIL_TARGET,
        lab -> {
          List<Request> requests = requests(lab, command);
          List<Request> pings = requests(lab, CommandRows::ping);
          try (HttpLoad ours =
                  new HttpLoad(WorkerUnderTest.of(lab).port(), PING_CONNECTIONS, requests);
              HttpLoad theirs = new HttpLoad(GoServer.of(lab).port(), PING_CONNECTIONS, pings)) {
            warmUp(lab, ours);
            double theirRate = theirs.closedLoop(lab.scale().spell()) * SHARE_OF_HIGHEST;
            double ourRate = ours.closedLoop(lab.scale().spell()) * SHARE_OF_HIGHEST;
            return Samples.inTurns(
                lab.scale().rounds(),
                () -> p99(lab, ours, ourRate),
                () -> p99(lab, theirs, theirRate));
          }
        });
  }

  /**
   * Twice: a command runs through much code, and what compiles it takes a core from what is
   * measured. In turns, for a connection that is silent for half a minute is closed.
   */
  private static void warmUp(Lab lab, HttpLoad... loads) throws Exception {
    for (int i = 0; i < 2; i++) {
      for (HttpLoad load : loads) {
        load.closedLoop(lab.scale().warmUp());
      }
    }
  }

  private static double p99(Lab lab, HttpLoad load, double rate) throws Exception {
    return load.openLoop(rate, lab.scale().spell()).getValueAtPercentile(PERCENTILE);
  }

  private static List<Request> requests(Lab lab, Command command) throws Exception {
    Population population = Population.of(lab);
    SigningBot bot = PingBots.of(lab).one();
    SplittableRandom random = new SplittableRandom(1);
    List<Request> requests = new ArrayList<>(REQUESTS);
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(bot.signed(command.body(bot, population.anyMember(random))));
    }
    return requests;
  }
}
