package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A user in a server. Change it under the world's lock only. */
public final class Member {
  private final long guildId;
  private final User user;
  private final Instant joinedAt;
  private @Nullable String nick;
  private Set<Long> roles = Set.of();
  private String badge = "";

  Member(long guildId, User user, Instant joinedAt) {
    this.guildId = guildId;
    this.user = user;
    this.joinedAt = joinedAt;
  }

  public long guildId() {
    return guildId;
  }

  public User user() {
    return user;
  }

  /** Ids of the roles held, without {@code @everyone}. */
  public Set<Long> roles() {
    return roles;
  }

  public String displayName() {
    return nick == null ? user.displayName() : nick;
  }

  /** A short text that the embedding program shows beside the name; empty for none. */
  public String badge() {
    return badge;
  }

  /** True when the text is one of the names that this member goes by, whatever its case. */
  public boolean goesBy(String text) {
    return user.named(text) || (nick != null && nick.equalsIgnoreCase(text));
  }

  void nick(@Nullable String newNick) {
    nick = newNick;
  }

  void hold(Set<Long> newRoles) {
    roles = newRoles.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(newRoles));
  }

  void badge(String text) {
    badge = text;
  }

  /** Discord's member object. */
  public ObjectNode json() {
    return withoutUser().set("user", user.json());
  }

  /** The member inside a message, whose author is the user. */
  public ObjectNode withoutUser() {
    ObjectNode json =
        Json.object()
            .putNull("avatar")
            .putNull("banner")
            .putNull("communication_disabled_until")
            .put("flags", 0)
            .put("joined_at", Json.time(joinedAt))
            .put("nick", nick)
            .put("pending", false)
            .putNull("premium_since");
    json.set("roles", Json.ids(roles));
    return json.put("mute", false).put("deaf", false);
  }
}
