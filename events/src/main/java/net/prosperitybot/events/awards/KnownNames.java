package net.prosperitybot.events.awards;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.prosperitybot.common.members.UserName;

/**
 * The names that the database is known to hold, so that a name is written only when it changed.
 * Bounded, about 200 bytes a user; what is forgotten is written once more.
 */
public final class KnownNames {
  private final Cache<Long, UserName> names;

  public KnownNames(long mostUsers) {
    this.names = Caffeine.newBuilder().maximumSize(mostUsers).build();
  }

  /** Whether the database is known to hold exactly this name. */
  public boolean holds(UserName name) {
    return name.equals(names.getIfPresent(name.userId()));
  }

  /** The user's name was written elsewhere, so what is known of it may not be true any more. */
  public void forget(long userId) {
    names.invalidate(userId);
  }

  /** Of these names, the latest of each user, those which the database may not hold. */
  List<UserName> newOrChanged(Collection<UserName> seen) {
    Map<Long, UserName> latest = new LinkedHashMap<>();
    seen.forEach(name -> latest.put(name.userId(), name));
    return latest.values().stream().filter(name -> !holds(name)).toList();
  }

  /** These names have been committed. */
  public void written(Collection<UserName> committed) {
    committed.forEach(name -> names.put(name.userId(), name));
  }
}
