package net.prosperitybot.worker.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.prosperitybot.worker.interactions.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * Who may be answered now. Each member and each server has a bucket of tokens that fills evenly
 * within a minute; a call takes one of both.
 *
 * <p>A form is never refused: what was typed would be lost, and what opened it was counted.
 * Suggestions ask nothing of the database and are not counted.
 */
public final class CallLimits {
  private static final Duration REFILL = Duration.ofMinutes(1);
  private static final long MOST_REMEMBERED = 100_000;

  private final @Nullable LoadingCache<Long, Bucket> members;
  private final @Nullable LoadingCache<Long, Bucket> servers;

  /**
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  public CallLimits(LimitsConfig config, LongSupplier nanoTime) {
    TimeMeter meter = meter(nanoTime);
    this.members = buckets(config.memberPerMinute(), meter, nanoTime);
    this.servers = buckets(config.serverPerMinute(), meter, nanoTime);
  }

  /** Empty when the call may be answered now; else whose turn it is not, and how long. */
  public Optional<Wait> admit(Interaction.Call call) {
    return switch (call) {
      case Interaction.Command command -> take(command);
      case Interaction.Component component -> take(component);
      case Interaction.ModalSubmit form -> Optional.empty();
      case Interaction.Autocomplete typing -> Optional.empty();
    };
  }

  private Optional<Wait> take(Interaction.Call call) {
    Bucket member = of(members, call.origin().caller().userId());
    Duration own = take(member);
    if (!own.isZero()) {
      return Optional.of(new Wait(Whose.MEMBER, own));
    }
    if (call.origin().guildId().isEmpty()) {
      return Optional.empty();
    }
    Duration everybody = take(of(servers, call.origin().guildId().getAsLong()));
    if (everybody.isZero()) {
      return Optional.empty();
    }
    if (member != null) {
      member.addTokens(1);
    }
    return Optional.of(new Wait(Whose.SERVER, everybody));
  }

  private static @Nullable Bucket of(@Nullable LoadingCache<Long, Bucket> buckets, long id) {
    return buckets == null ? null : buckets.get(id);
  }

  /** Zero when there was a token, else the time until there is one. */
  private static Duration take(@Nullable Bucket bucket) {
    if (bucket == null) {
      return Duration.ZERO;
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  /** A bucket that was left alone for a minute is full, as a new one is. */
  private static @Nullable LoadingCache<Long, Bucket> buckets(
      int perMinute, TimeMeter meter, LongSupplier nanoTime) {
    if (perMinute == 0) {
      return null;
    }
    return Caffeine.newBuilder()
        .expireAfterAccess(REFILL)
        .maximumSize(MOST_REMEMBERED)
        .ticker(nanoTime::getAsLong)
        .build(
            id ->
                Bucket.builder()
                    .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, REFILL))
                    .withCustomTimePrecision(meter)
                    .build());
  }

  private static TimeMeter meter(LongSupplier nanoTime) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return nanoTime.getAsLong();
      }

      @Override
      public boolean isWallClockBased() {
        return false;
      }
    };
  }

  /** Whose share is used up. */
  public enum Whose {
    MEMBER,
    SERVER
  }

  /**
   * A refusal.
   *
   * @param time until the next call is let in, above zero
   */
  public record Wait(Whose whose, Duration time) {}
}
