package net.prosperitybot.events.awards;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.earning.MessageActivity;
import net.prosperitybot.events.settings.GuildSettingsCache;
import org.awaitility.Awaitility;

/** The whole way of an award, from the intake to the commit, as the service puts it together. */
final class AwardPipeline implements AutoCloseable {
  static final int LANES = 4;

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Queue<MemberKey> levelUps = new ConcurrentLinkedQueue<>();
  final CooldownMarks marks = new CooldownMarks(1_000_000);
  final GuildSettingsCache settings;
  final XpQueue queue;
  final XpWriter writer;
  final MessageIntake intake;

  AwardPipeline(Database database, int capacity) {
    this(database, capacity, new Random());
  }

  AwardPipeline(Database database, int capacity, Random random) {
    this.settings = new GuildSettingsCache(new GuildSettingsStore(database), Ticker.systemTicker());
    this.queue = new XpQueue(LANES, capacity);
    this.writer =
        new XpWriter(
            queue,
            new XpLedger(database),
            settings,
            marks,
            new KnownNames(100_000),
            levelUps::add,
            meters);
    this.intake =
        new MessageIntake(settings, marks, queue, random, XpLedger.Presence.FROM_MESSAGES, meters);
  }

  AwardPipeline started() {
    writer.start();
    return this;
  }

  /** As the gateway's thread does it. */
  void receive(MessageActivity message) {
    MemberKey member = message.member();
    if (!intake.isCoolingDown(member.guildId(), member.userId(), message.messageId())) {
      intake.offer(message);
    }
  }

  void awaitIdle() {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> queue.depth() == 0);
  }

  double count(String outcome) {
    return meters.counter("prosperity.awards", "outcome", outcome).count();
  }

  double dropped() {
    return meters.counter("prosperity.messages", "decision", "dropped").count();
  }

  double inCooldown() {
    return meters.counter("prosperity.messages", "decision", "in_cooldown").count();
  }

  List<Offer> stop(Duration patience) throws InterruptedException {
    return writer.close(patience);
  }

  @Override
  public void close() {
    try {
      writer.close(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
