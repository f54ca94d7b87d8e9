package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import net.dv8tion.jda.api.requests.SequentialRestRateLimiter;

/**
 * The library's, with a bound for what is under way when it is told to stop. The library tells that
 * a session has ended when no request is left, and looks for that every 30 s.
 */
final class SessionRateLimiter implements RestRateLimiter {
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);

  private final RateLimitConfig config;
  private final RestRateLimiter all;

  SessionRateLimiter(RateLimitConfig config) {
    this.config = config;
    this.all = new SequentialRestRateLimiter(config);
  }

  @Override
  public void enqueue(Work task) {
    all.enqueue(task);
  }

  @Override
  public void stop(boolean shutdown, Runnable callback) {
    all.stop(shutdown, callback);
    if (!shutdown) {
      CompletableFuture.delayedExecutor(
              LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS, config.getElastic())
          .execute(() -> all.stop(true, callback));
    }
  }

  @Override
  public boolean isStopped() {
    return all.isStopped();
  }

  @Override
  public int cancelRequests() {
    return all.cancelRequests();
  }
}
