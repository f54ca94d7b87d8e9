package net.prosperitybot.events.settings;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.GuildSettingsStore.Change;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the servers in which people write: read when first asked for, and dropped as soon as
 * a poll sees another version, or that they are five minutes old. A poll that fails drops nothing:
 * while the database is away, old settings are better than none.
 *
 * <p>A poll looks 30 s behind the newest change it has seen, because a change becomes visible with
 * its COMMIT, later than the time it carries. For the same reason a read that was under way while
 * the settings changed can leave the older version here until the next poll, and no longer.
 */
public final class GuildSettingsCache {
  /**
   * How long to pause between polls: a change is seen a second after its COMMIT at the latest, also
   * when a read that was under way makes it the next poll but one.
   */
  public static final Duration POLL = Duration.ofMillis(400);

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final Duration LATE_COMMITS = Duration.ofSeconds(30);
  private static final long MOST_GUILDS = 100_000;

  private final GuildSettingsStore store;
  private final Ticker ticker;
  private final Cache<Long, Loaded> settings;
  private Instant newestSeen = Instant.MIN;

  private record Loaded(GuildSettings settings, long atNanos) {}

  public GuildSettingsCache(GuildSettingsStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
    this.settings = Caffeine.newBuilder().maximumSize(MOST_GUILDS).build();
  }

  /** The settings if they are at hand; never waits. */
  public @Nullable GuildSettings ifCached(long guildId) {
    Loaded loaded = settings.getIfPresent(guildId);
    return loaded == null ? null : loaded.settings();
  }

  /** The settings, read from the database if need be. */
  public GuildSettings get(long guildId) {
    GuildSettings cached = ifCached(guildId);
    if (cached != null) {
      return cached;
    }
    long before = ticker.read();
    GuildSettings loaded = store.load(guildId);
    settings.put(guildId, new Loaded(loaded, before));
    return loaded;
  }

  /** Drops what has changed or is old; to be called every {@link #POLL}, by one thread. */
  public void poll() {
    if (newestSeen.equals(Instant.MIN)) {
      newestSeen = store.newestChange();
    }
    for (Change change : store.changedSince(newestSeen.minus(LATE_COMMITS))) {
      dropOtherVersion(change);
      if (change.updatedAt().isAfter(newestSeen)) {
        newestSeen = change.updatedAt();
      }
    }
    dropOld();
  }

  private void dropOtherVersion(Change change) {
    settings
        .asMap()
        .computeIfPresent(
            change.guildId(),
            (guildId, cached) -> cached.settings().version() == change.version() ? cached : null);
  }

  private void dropOld() {
    long now = ticker.read();
    settings.asMap().values().removeIf(loaded -> now - loaded.atNanos() >= LONGEST_LIFE.toNanos());
  }
}
