package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.identifies.IdentifyBudget.Answer;
import net.prosperitybot.common.identifies.IdentifyBudget.Exhausted;
import net.prosperitybot.common.identifies.IdentifyBudget.Go;
import net.prosperitybot.common.identifies.IdentifyBudget.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may identify when: the database's word for all processes. While the database is away, this
 * process keeps its own IDENTIFYs apart, sends no more of them than a day allows, and tells the
 * database of them with the next question.
 */
public final class IdentifyTurns {
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(IdentifyTurns.class);

  private final IdentifyBudget budget;
  private final int mostAlone;
  private final Map<Bucket, Long> lastNanos = new ConcurrentHashMap<>();
  private final Map<Long, AtomicInteger> unrecorded = new ConcurrentHashMap<>();

  private record Bucket(long botId, int number) {}

  public IdentifyTurns(IdentifyBudget budget) {
    this(budget, IdentifyBudget.MOST_IN_A_DAY);
  }

  /** So many of a bot's at most while the database is away. */
  IdentifyTurns(IdentifyBudget budget, int mostAlone) {
    this.budget = budget;
    this.mostAlone = mostAlone;
  }

  /**
   * Asks for one IDENTIFY; waits for the database. By one thread a bucket.
   *
   * @param number the shard modulo what Discord lets identify at once
   */
  Answer ask(long botId, int number) {
    Bucket bucket = new Bucket(botId, number);
    AtomicInteger missing = unrecorded.computeIfAbsent(botId, bot -> new AtomicInteger());
    Answer answer = answer(bucket, missing);
    if (answer instanceof Go) {
      lastNanos.put(bucket, System.nanoTime());
    }
    return answer;
  }

  /**
   * Asks again for the time of an IDENTIFY that {@link #ask} has allowed, and that has not been
   * sent yet. By the same thread; waits for the database.
   */
  Answer renew(long botId, int number) {
    Bucket bucket = new Bucket(botId, number);
    long last = lastNanos.getOrDefault(bucket, 0L);
    Answer answer;
    try {
      answer = budget.renew(botId, number, Duration.ofNanos(System.nanoTime() - last));
    } catch (RuntimeException e) {
      log.info("An IDENTIFY is spaced without the database: {}", e.toString());
      // In this process it is the bucket's last.
      answer = new Go();
    }
    if (answer instanceof Go) {
      lastNanos.put(bucket, System.nanoTime());
    }
    return answer;
  }

  private Answer answer(Bucket bucket, AtomicInteger missing) {
    int told = missing.getAndSet(0);
    try {
      Answer answer = budget.ask(bucket.botId, bucket.number, told);
      if (answer instanceof Wait) {
        missing.addAndGet(told);
      }
      return answer;
    } catch (RuntimeException e) {
      log.info("An IDENTIFY is spaced without the database: {}", e.toString());
      missing.addAndGet(told);
      Answer answer =
          missing.get() >= mostAlone ? new Exhausted(missing.get(), A_DAY) : answerAlone(bucket);
      if (answer instanceof Go) {
        missing.incrementAndGet();
      }
      return answer;
    }
  }

  private Answer answerAlone(Bucket bucket) {
    Long last = lastNanos.get(bucket);
    Duration rest =
        last == null ? Duration.ZERO : IdentifyBudget.SPACING.minusNanos(System.nanoTime() - last);
    return rest.isPositive() ? new Wait(rest) : new Go();
  }
}
