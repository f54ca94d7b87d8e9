package net.prosperitybot.worker.answers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.worker.commands.Task;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.discord.Pause;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.ReplyEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings late replies to Discord: again and again while the interaction's token lives, then one
 * line in the log.
 */
public final class FollowUpSender {
  /** How long Discord takes follow-ups to an interaction. */
  static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  /** How long Discord may take to know the deferred answer that we gave it. */
  private static final Duration FIRST_MOMENTS = Duration.ofSeconds(10);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Logger log = LoggerFactory.getLogger(FollowUpSender.class);

  private final DiscordRest discord;
  private final ReplyEncoder encoder;
  private final InstantSource clock;
  private final Pause pause;
  private final WorkerMetrics metrics;

  public FollowUpSender(
      DiscordRest discord,
      ReplyEncoder encoder,
      InstantSource clock,
      Pause pause,
      WorkerMetrics metrics) {
    this.discord = discord;
    this.encoder = encoder;
    this.clock = clock;
    this.pause = pause;
    this.metrics = metrics;
  }

  /** Sends what {@code reply} needs after this first answer; returns when done or given up. */
  void send(Origin origin, Task.WhenLate answered, Reply reply) {
    try {
      for (FollowUp followUp : FollowUp.plan(answered, reply)) {
        sendWhileTokenLives(origin, followUp);
      }
      metrics.followedUp(true);
    } catch (DiscordException e) {
      metrics.followedUp(false);
      log.warn("A late answer is lost: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      metrics.followedUp(false);
      log.warn("A late answer is lost: the worker stopped before Discord took it");
    }
  }

  private void sendWhileTokenLives(Origin origin, FollowUp followUp) throws InterruptedException {
    Instant called = Snowflake.timeOf(origin.interactionId());
    Duration wait = FIRST_PAUSE;
    while (true) {
      try {
        sendOnce(origin, followUp);
        return;
      } catch (DiscordException e) {
        wait = longer(wait, e.retryAfter());
        Instant next = clock.instant().plus(wait);
        boolean notKnownYet = e.isUnknownWebhook() && next.isBefore(called.plus(FIRST_MOMENTS));
        boolean worthIt = e.mayPass() && next.isBefore(called.plus(TOKEN_LIFE));
        if (!notKnownYet && !worthIt) {
          throw e;
        }
        pause.pause(wait);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private void sendOnce(Origin origin, FollowUp followUp) throws InterruptedException {
    long application = origin.bot().id();
    switch (followUp) {
      case FollowUp.EditOriginal edit ->
          discord.editOriginal(application, origin.token(), encoder.edit(edit.body()));
      case FollowUp.DeleteOriginal gone -> deleteOriginal(application, origin);
      case FollowUp.Post post ->
          discord.followUp(application, origin.token(), encoder.newMessage(post.message()));
    }
  }

  /** One that is gone already was deleted by a call whose answer was lost. */
  private void deleteOriginal(long application, Origin origin) throws InterruptedException {
    try {
      discord.deleteOriginal(application, origin.token());
    } catch (DiscordException e) {
      if (!e.isUnknownMessage()) {
        throw e;
      }
    }
  }
}
