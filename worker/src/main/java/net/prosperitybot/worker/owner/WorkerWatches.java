package net.prosperitybot.worker.owner;

import static net.prosperitybot.common.alerts.SharedWatches.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.alerts.Alert;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.alerts.SharedWatches;
import net.prosperitybot.common.alerts.Watch;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.instances.ServiceInstances;
import net.prosperitybot.common.instances.ServiceInstances.Service;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.metrics.RecentReplies;

/** What a worker looks at for the owner. */
public final class WorkerWatches {
  private WorkerWatches() {}

  public static List<Watch> of(
      OwnerConfig config, Database database, DiscordRest discord, RecentReplies replies) {
    ServiceInstances instances = new ServiceInstances(database);
    List<Watch> all =
        new ArrayList<>(SharedWatches.of(config, database, discord.breaker(), discord.refusals()));
    all.add(
        new Watch(Alert.REPLY_TIME, () -> replyTime(replies, config.threshold(Alert.REPLY_TIME))));
    all.add(
        new Watch(Alert.CLOCK, () -> clock(discord.clockAhead(), config.threshold(Alert.CLOCK))));
    all.add(
        new Watch(
            Alert.EVENTS_SERVICE,
            () ->
                when(
                    instances.running().stream()
                        .noneMatch(instance -> instance.service() == Service.EVENTS),
                    "None has given a sign of life for %s."
                        .formatted(Figures.span(ServiceInstances.LIFE)))));
    return all;
  }

  private static Optional<String> replyTime(RecentReplies replies, int millis) {
    return replies
        .mostWithin()
        .filter(time -> time.toMillis() > millis)
        .map(
            time ->
                "Within the last 5 minutes 95 of 100 came within %s ms of the call."
                    .formatted(Figures.grouped(time.toMillis())));
  }

  /** Not a number before Discord's first answer. */
  private static Optional<String> clock(double secondsAhead, int seconds) {
    return when(
        Math.abs(secondsAhead) >= seconds,
        "Ours is %s %s Discord's."
            .formatted(
                Figures.span(Duration.ofSeconds(Math.round(Math.abs(secondsAhead)))),
                secondsAhead > 0 ? "ahead of" : "behind"));
  }
}
