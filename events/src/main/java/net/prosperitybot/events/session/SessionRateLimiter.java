package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.requests.SequentialRestRateLimiter;

/**
 * The library's, with a bound for what is under way when it is told to stop. The library tells that
 * a session has ended when no request is left, and looks for that every 30 s.
 */
final class SessionRateLimiter extends SequentialRestRateLimiter {
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);

  private final RateLimitConfig config;

  SessionRateLimiter(RateLimitConfig config) {
    super(config);
    this.config = config;
  }

  @Override
  public void stop(boolean shutdown, Runnable callback) {
    super.stop(shutdown, callback);
    if (!shutdown) {
      config
          .getScheduler()
          .schedule(
              () -> super.stop(true, callback), LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
