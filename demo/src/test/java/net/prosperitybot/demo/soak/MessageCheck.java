package net.prosperitybot.demo.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that was written, in its order, and asks of each message whether it
 * earned as it should have: with the XP of its server's settings, once in a cooldown, and not while
 * it was barred; and whether one that earned nothing had a reason.
 *
 * <p>Knows the rules by itself. Where a setting was being changed, or nobody may have listened,
 * both outcomes are right; how often that was so is counted.
 */
final class MessageCheck {
  private static final int LEAST_BASE_XP = 15;
  private static final int MOST_BASE_XP = 30;
  private static final int HUNDREDTHS = 100;
  private static final long MILLIS = 1_000;
  private static final int MOST_PROBLEMS = 20;

  /**
   * What may have been so when a message was decided about.
   *
   * @param leastDelay in seconds
   * @param leastMultiplier in hundredths
   * @param mayBeBarred it was in an ignored channel, or its author held an ignored role, perhaps
   * @param isBarred the same for certain
   * @param mayBeKilled perhaps it was lost with a killed process that had heard it
   * @param mayBeUnheard perhaps no session was there
   */
  record Circumstances(
      int leastDelay,
      int mostDelay,
      int leastMultiplier,
      int mostMultiplier,
      boolean mayBeBarred,
      boolean isBarred,
      boolean mayBeKilled,
      boolean mayBeUnheard) {
    boolean mayRoundToNothing() {
      return rounded(LEAST_BASE_XP, leastMultiplier) == 0;
    }
  }

  /**
   * What is in the log.
   *
   * @param server the number of the server that it is logged for
   */
  record Logged(int server, long userId, int xp) {}

  private final Map<Long, Logged> log;
  private final Function<Said, Circumstances> circumstances;
  private final Map<Member, Long> lastEarned = new HashMap<>();
  private final Map<Member, NavigableSet<Long>> earnedAt = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int earned;
  private int inCooldown;
  private int barred;
  private int killed;
  private int unheard;
  private int unsure;

  private record Member(int server, long userId) {
    static Member who(Said message) {
      return new Member(message.server(), message.userId());
    }
  }

  /**
   * A check.
   *
   * @param log by message id
   */
  MessageCheck(Map<Long, Logged> log, Function<Said, Circumstances> circumstances) {
    this.log = log;
    this.circumstances = circumstances;
  }

  /** Looks at everything that was written, each server's messages in their order. */
  MessageCheck look(Iterable<Said> said) {
    for (Said message : said) {
      if (log.containsKey(message.id())) {
        earnedAt
            .computeIfAbsent(Member.who(message), member -> new TreeSet<>())
            .add(message.atMillis());
      }
    }
    for (Said message : said) {
      look(message);
    }
    if (earned != log.size()) {
      problem("%d messages are logged, of which %d were written".formatted(log.size(), earned));
    }
    return this;
  }

  private void look(Said message) {
    Circumstances then = circumstances.apply(message);
    Member member = Member.who(message);
    @Nullable Long last = lastEarned.get(member);
    Logged logged = log.get(message.id());
    if (logged == null) {
      lookAtNothing(message, then, last);
    } else {
      lookAtAward(message, then, last, logged);
      lastEarned.put(member, message.atMillis());
    }
  }

  private void lookAtAward(Said message, Circumstances then, @Nullable Long last, Logged logged) {
    earned++;
    if (logged.server() != message.server() || logged.userId() != message.userId()) {
      problem("logged for somebody else: " + message + ", " + logged);
    }
    if (last != null && message.atMillis() < last + then.leastDelay() * MILLIS) {
      problem(
          "earned %d ms after the last one: %s, %s"
              .formatted(message.atMillis() - last, message, then));
    }
    if (then.isBarred()) {
      problem("earned though it was ignored: " + message);
    }
    if (logged.xp() < rounded(LEAST_BASE_XP, then.leastMultiplier())
        || logged.xp() > rounded(MOST_BASE_XP, then.mostMultiplier())) {
      problem("earned %d XP: %s, %s".formatted(logged.xp(), message, then));
    }
  }

  private void lookAtNothing(Said message, Circumstances then, @Nullable Long last) {
    boolean isInCooldown = last != null && message.atMillis() < last + then.leastDelay() * MILLIS;
    boolean mayBeInCooldown = last != null && message.atMillis() < last + then.mostDelay() * MILLIS;
    if (isInCooldown) {
      inCooldown++;
    } else if (then.isBarred() || then.mostMultiplier() == 0) {
      barred++;
    } else if (then.mayBeKilled()) {
      killed++;
    } else if (then.mayBeUnheard()) {
      unheard++;
    } else if (mayBeInCooldown || then.mayBeBarred() || then.mayRoundToNothing()) {
      unsure++;
    } else {
      problem(
          "lost: %s of %tT.%<tL, the last one earned %s ms before, the next %s ms after, %s"
              .formatted(
                  message,
                  message.atMillis(),
                  last == null ? "-" : message.atMillis() - last,
                  nextEarned(message) - message.atMillis(),
                  then));
    }
  }

  /** When its author earned next, in milliseconds; the end of time when never. */
  private long nextEarned(Said message) {
    NavigableSet<Long> ofMember = earnedAt.getOrDefault(Member.who(message), new TreeSet<>());
    Long next = ofMember.higher(message.atMillis());
    return next == null ? Long.MAX_VALUE : next;
  }

  private static int rounded(int baseXp, int hundredths) {
    return (baseXp * hundredths + HUNDREDTHS / 2) / HUNDREDTHS;
  }

  private void problem(String words) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(words);
    }
  }

  List<String> problems() {
    return problems;
  }

  int earned() {
    return earned;
  }

  /** Those that a killed process had heard, or perhaps had. */
  int killed() {
    return killed;
  }

  /** Those that would have earned, had anybody listened. */
  int unheard() {
    return unheard;
  }

  @Override
  public String toString() {
    return "%d earned, %d were in a cooldown, %d were ignored, %d were lost with a killed process, %d while no session listened, %d earned nothing while a setting changed"
        .formatted(earned, inCooldown, barred, killed, unheard, unsure);
  }
}
