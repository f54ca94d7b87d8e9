package net.prosperitybot.common.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import net.prosperitybot.common.discord.Figures;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one {@link Watch} and told of it. What is {@linkplain #due due} stays so
 * until it is {@linkplain #told told} or refused; for one thread.
 */
final class Watching {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Watch watch;
  private final Duration coolDown;
  private String trouble = "";
  private @Nullable Instant badSince;
  private @Nullable Instant goodSince;
  private @Nullable Instant lastTold;
  private boolean open;
  private boolean missed;

  Watching(Watch watch, Duration coolDown) {
    this.watch = watch;
    this.coolDown = coolDown;
  }

  /** Looks; returns what the owner should read now. */
  Optional<String> look(Instant now) {
    Optional<String> seen = watch.trouble().get();
    if (seen.isPresent()) {
      trouble = seen.get();
      goodSince = null;
      badSince = badSince == null ? now : badSince;
    } else if (badSince != null && goodSince == null) {
      goodSince = now;
    }
    return due(now);
  }

  private Optional<String> due(Instant now) {
    Instant since = badSince;
    if (since == null) {
      return Optional.empty();
    }
    Instant over = goodSince;
    if (over == null) {
      return isDue(since, now) ? Optional.of(words(since)) : Optional.empty();
    }
    if (!open && !missed) {
      forget();
      return Optional.empty();
    }
    return reached(over, watch.alert().holds(), now)
        ? Optional.of(overWords(since, over))
        : Optional.empty();
  }

  private boolean isDue(Instant since, Instant now) {
    return reached(since, watch.alert().holds(), now)
        && (lastTold == null || reached(lastTold, coolDown, now));
  }

  private static boolean reached(Instant from, Duration time, Instant now) {
    return !from.plus(time).isAfter(now);
  }

  private String words(Instant since) {
    String still = open ? " still, since %s UTC".formatted(CLOCK.format(since)) : "";
    return "**%s**%s\n%s %s".formatted(title(), still, trouble, watch.alert().advice());
  }

  private String overWords(Instant since, Instant over) {
    return open
        ? "**%s:** over, after %s.".formatted(title(), Figures.span(Duration.between(since, over)))
        : "**%s:** over. It was so from %s to %s UTC, and you could not be told.\n%s"
            .formatted(title(), CLOCK.format(since), CLOCK.format(over), trouble);
  }

  private String title() {
    return watch.alert().title();
  }

  Alert alert() {
    return watch.alert();
  }

  /** What was due has reached the owner, or never will. */
  void told(Instant now) {
    missed = false;
    if (goodSince == null) {
      open = true;
      lastTold = now;
    } else {
      open = false;
      forget();
    }
  }

  private void forget() {
    badSince = null;
    goodSince = null;
  }

  /** What was due could not be sent now. */
  void notTold() {
    missed = !open;
  }
}
