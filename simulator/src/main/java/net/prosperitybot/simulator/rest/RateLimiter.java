package net.prosperitybot.simulator.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Counts requests in windows, per route, major part and application, and over all routes. */
final class RateLimiter {
  /** Beyond so many windows those that have ended are forgotten. */
  private static final int MANY = 10_000;

  private final InstantSource clock;
  private final boolean generous;
  private final Map<Key, Window> windows = new HashMap<>();

  /** Limits that were set for single routes; they hold however generous the rest is. */
  private final Map<String, Limit> chosen = new HashMap<>();

  private record Key(long caller, String route, String major) {}

  private record Window(Instant until, int used) {}

  /**
   * What the headers say.
   *
   * @param global true when it is the limit over all routes that refuses
   */
  record Decision(
      boolean allowed,
      boolean global,
      int limit,
      int remaining,
      Instant reset,
      Duration resetAfter,
      String bucket) {}

  RateLimiter(InstantSource clock, boolean generous) {
    this.clock = clock;
    this.generous = generous;
  }

  synchronized Decision take(long caller, Route route, String major) {
    forgetEnded();
    String name = nameOf(route.method().name(), route.template());
    boolean counted = route.needsToken();
    if (counted) {
      Limit all = generous ? Limit.GENEROUS : Limit.GLOBAL;
      Decision overall = take(new Key(caller, "", ""), all, "", true);
      if (!overall.allowed()) {
        return overall;
      }
    }
    String bucket = HexFormat.of().toHexDigits(name.hashCode() * 0x9E3779B97F4A7C15L);
    Limit usual = generous ? Limit.GENEROUS : route.limit();
    Limit limit = chosen.getOrDefault(name, usual);
    return take(new Key(caller, name, major), limit, bucket, false);
  }

  /** Sets a route's limit; its windows begin anew. */
  synchronized void limit(String method, String template, Limit limit) {
    String name = nameOf(method, template);
    chosen.put(name, limit);
    windows.keySet().removeIf(key -> key.route().equals(name));
  }

  private static String nameOf(String method, String template) {
    return method + " " + template;
  }

  private Decision take(Key key, Limit limit, String bucket, boolean global) {
    Instant now = clock.instant();
    Window window = windows.get(key);
    if (window == null || !window.until().isAfter(now)) {
      window = new Window(now.plus(limit.window()), 0);
    }
    boolean allowed = window.used() < limit.requests();
    if (allowed) {
      window = new Window(window.until(), window.used() + 1);
    }
    windows.put(key, window);
    return new Decision(
        allowed,
        global,
        limit.requests(),
        limit.requests() - window.used(),
        window.until(),
        Duration.between(now, window.until()),
        bucket);
  }

  private void forgetEnded() {
    if (windows.size() > MANY) {
      Instant now = clock.instant();
      windows.values().removeIf(window -> !window.until().isAfter(now));
    }
  }
}
