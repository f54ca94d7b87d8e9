package net.prosperitybot.events.awards;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.levelling.AwardOutcome;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.earning.EarningDecision;
import net.prosperitybot.events.earning.EarningRules;
import net.prosperitybot.events.settings.GuildSettingsCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what waits in the queue: group commit without a timer. Each lane takes what is there,
 * writes it in one transaction, and takes what has arrived since; one award alone is written at
 * once, under load the groups grow by themselves.
 *
 * <p>Each lane is a background loop. Period: none, it waits for offers. A failure that lies with
 * the server: the batch is kept and tried again after a growing pause, 50 ms to 2 s, until it
 * works. A failure that lies in the data: the batch is halved until the bad award stands alone, and
 * that one is dropped, logged and counted. It stops with {@link #close}. That it lives is seen in
 * {@code prosperity.awards.lanes} and {@code prosperity.awards.waiting}.
 */
public final class XpWriter {
  /** Larger batches gain nothing more (measured), and hold their locks longer. */
  private static final int MOST_PER_BATCH = 500;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(XpWriter.class);

  private final XpQueue queue;
  private final XpLedger ledger;
  private final GuildSettingsCache settings;
  private final CooldownMarks marks;
  private final KnownNames names;
  private final LevelUpListener levelUps;
  private final List<Lane> lanes;
  private volatile boolean abandoned;

  private final Counter committed;
  private final Counter refused;
  private final Counter poisoned;
  private final Counter retries;
  private final DistributionSummary batchSize;
  private final Timer commitTime;

  public XpWriter(
      XpQueue queue,
      XpLedger ledger,
      GuildSettingsCache settings,
      CooldownMarks marks,
      KnownNames names,
      LevelUpListener levelUps,
      MeterRegistry meters) {
    this.queue = queue;
    this.ledger = ledger;
    this.settings = settings;
    this.marks = marks;
    this.names = names;
    this.levelUps = levelUps;
    this.lanes = IntStream.range(0, queue.laneCount()).mapToObj(Lane::new).toList();
    this.committed = meters.counter("prosperity.awards", "outcome", "committed");
    this.refused = meters.counter("prosperity.awards", "outcome", "refused");
    this.poisoned = meters.counter("prosperity.awards", "outcome", "poisoned");
    this.retries = meters.counter("prosperity.awards.retries");
    this.batchSize = meters.summary("prosperity.awards.batch");
    this.commitTime = meters.timer("prosperity.awards.commit");
    Gauge.builder("prosperity.awards.waiting", queue, XpQueue::depth).register(meters);
    Gauge.builder("prosperity.awards.lanes", lanes, all -> all.stream().filter(Lane::lives).count())
        .register(meters);
  }

  public void start() {
    lanes.forEach(Lane::start);
  }

  /**
   * Closes the queue and writes what waits in it.
   *
   * @param patience how long the database gets
   * @return what could not be written; some of it may have been committed all the same, which is
   *     harmless when it is written again
   */
  public List<Offer> close(Duration patience) throws InterruptedException {
    queue.close();
    awaitLanes(patience);
    abandoned = true;
    lanes.forEach(Lane::interrupt);
    awaitLanes(LAST_WAIT);
    return lanes.stream().flatMap(lane -> lane.unsettled().stream()).toList();
  }

  /**
   * Writes these offers on the caller's thread, however long that takes: what an earlier process
   * left behind.
   */
  public void writeNow(List<Offer> offers) throws InterruptedException {
    for (int from = 0; from < offers.size(); from += MOST_PER_BATCH) {
      write(decided(offers.subList(from, Math.min(from + MOST_PER_BATCH, offers.size()))));
    }
  }

  private void awaitLanes(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Lane lane : lanes) {
      lane.join(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  private List<Offer.Decided> decided(List<Offer> batch) throws InterruptedException {
    List<Offer.Decided> decided = new ArrayList<>(batch.size());
    for (Offer offer : batch) {
      switch (offer) {
        case Offer.Decided already -> decided.add(already);
        case Offer.Undecided open -> decide(open, decided);
      }
    }
    return decided;
  }

  /**
   * Asks the rules. The marks are not asked: a later message of the member may have set one
   * already, and must not stand before an earlier message.
   */
  private void decide(Offer.Undecided open, List<Offer.Decided> earning)
      throws InterruptedException {
    GuildSettings known;
    try {
      known = untilItWorks(() -> settings.get(open.guildId()));
    } catch (RuntimeException e) {
      poisoned.increment();
      log.error("The settings of server {} can't be read; a message is lost", open.guildId(), e);
      return;
    }
    if (EarningRules.decide(open.activity(), open.baseXp(), known)
        instanceof EarningDecision.Earns earns) {
      XpAward award = MessageIntake.award(open.activity(), earns.xp(), known, open.presence());
      marks.begin(award.member(), award.sentAt(), award.cooldown().toMillis());
      earning.add(new Offer.Decided(award, open.activity().name()));
    }
  }

  private void write(List<Offer.Decided> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    List<UserName> changed = names.newOrChanged(batch.stream().map(Offer.Decided::name).toList());
    List<XpAward> awards = batch.stream().map(Offer.Decided::award).toList();
    List<AwardOutcome> outcomes;
    try {
      outcomes = untilItWorks(() -> commitTime.recordCallable(() -> ledger.award(awards, changed)));
    } catch (RuntimeException e) {
      isolate(batch, e);
      return;
    }
    batchSize.record(batch.size());
    names.written(changed);
    settle(outcomes);
  }

  private void isolate(List<Offer.Decided> batch, RuntimeException failure)
      throws InterruptedException {
    if (batch.size() > 1) {
      int half = batch.size() / 2;
      write(batch.subList(0, half));
      write(batch.subList(half, batch.size()));
      return;
    }
    XpAward bad = batch.getFirst().award();
    marks.takeBack(bad.member(), bad.sentAt());
    poisoned.increment();
    log.error(
        "The database refuses the award for message {} of server {}; it is dropped",
        bad.messageId(),
        bad.member().guildId(),
        failure);
  }

  private void settle(List<AwardOutcome> outcomes) {
    Set<MemberKey> levelled = new LinkedHashSet<>();
    for (AwardOutcome outcome : outcomes) {
      switch (outcome) {
        case AwardOutcome.Earned earned -> {
          committed.increment();
          marks.earned(earned.award().member(), earned.award().sentAt());
          if (earned.isLevelUp()) {
            levelled.add(earned.award().member());
          }
        }
        case AwardOutcome.Refused no -> {
          refused.increment();
          marks.correct(no.award().member(), no.award().sentAt(), no.lastXpAt());
        }
      }
    }
    levelled.forEach(levelUps::levelChanged);
  }

  /**
   * Repeats what failed because of the server.
   *
   * @throws RuntimeException the failure that lies in the data
   * @throws InterruptedException when the writer gives up, because it is closed
   */
  private <T> T untilItWorks(Callable<T> work) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return work.call();
      } catch (Exception e) {
        giveUpIfAbandoned();
        if (PoisonedRow.isCauseOf(e)) {
          throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
        retries.increment();
        if (pause.equals(FIRST_PAUSE)) {
          log.warn("Awards wait for the database: {}", e.getMessage());
        }
      }
      Thread.sleep(pause);
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }

  private void giveUpIfAbandoned() throws InterruptedException {
    if (abandoned || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("The writer is closed");
    }
  }

  private final class Lane implements Runnable {
    private final int index;
    private final Thread thread;
    private volatile List<Offer> inHand = List.of();

    Lane(int index) {
      this.index = index;
      this.thread = Thread.ofVirtual().name("xp-lane-" + index).unstarted(this);
    }

    @Override
    public void run() {
      try {
        List<Offer> batch = queue.take(index, MOST_PER_BATCH);
        while (!batch.isEmpty()) {
          inHand = batch;
          settleInHand();
          batch = queue.take(index, MOST_PER_BATCH);
        }
      } catch (InterruptedException e) {
        log.info("Lane {} stops with {} offers in hand", index, inHand.size());
      }
    }

    private void settleInHand() throws InterruptedException {
      try {
        write(decided(inHand));
      } catch (RuntimeException e) {
        poisoned.increment(inHand.size());
        log.error("A batch of {} was lost to a fault in the writer", inHand.size(), e);
      }
      queue.settled(inHand.size());
      inHand = List.of();
    }

    void start() {
      thread.start();
    }

    void interrupt() {
      thread.interrupt();
    }

    boolean lives() {
      return thread.isAlive();
    }

    void join(Duration patience) throws InterruptedException {
      if (thread.getState() != Thread.State.NEW && patience.isPositive()) {
        thread.join(patience);
      }
    }

    List<Offer> unsettled() {
      List<Offer> all = new ArrayList<>(inHand);
      all.addAll(queue.takeRest(index));
      return all;
    }
  }
}
