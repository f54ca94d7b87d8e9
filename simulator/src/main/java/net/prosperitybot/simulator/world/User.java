package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person, a bot, or Discord itself. Change it under the world's lock only. */
public final class User {
  private final long id;
  private final Kind kind;
  private String username;
  private @Nullable String globalName;
  private boolean directMessagesOpen = true;
  private @Nullable Picture avatar;

  /** What stands behind an account. */
  public enum Kind {
    PERSON,
    BOT,
    SYSTEM
  }

  User(long id, Kind kind, String username, @Nullable String globalName) {
    this.id = id;
    this.kind = kind;
    this.username = username;
    this.globalName = globalName;
  }

  public long id() {
    return id;
  }

  public boolean bot() {
    return kind == Kind.BOT;
  }

  public String username() {
    return username;
  }

  /** The name shown to people: the chosen one, else the account's. */
  public String displayName() {
    return globalName == null ? username : globalName;
  }

  public boolean directMessagesOpen() {
    return directMessagesOpen;
  }

  /** Empty where the client draws one. */
  public Optional<Picture> avatar() {
    return Optional.ofNullable(avatar);
  }

  void avatar(@Nullable Picture picture) {
    avatar = picture;
  }

  void rename(String newUsername, @Nullable String newGlobalName) {
    username = newUsername;
    globalName = newGlobalName;
  }

  void openDirectMessages(boolean open) {
    directMessagesOpen = open;
  }

  /** True when the text is one of the user's names, whatever its case. */
  boolean named(String text) {
    return username.equalsIgnoreCase(text)
        || (globalName != null && globalName.equalsIgnoreCase(text));
  }

  /** Discord's user object. */
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(id))
            .put("username", username)
            .put("avatar", Picture.hashOf(avatar))
            .put("discriminator", bot() ? fourDigits() : "0")
            .put("public_flags", 0)
            .put("flags", 0);
    switch (kind) {
      case PERSON -> {}
      case BOT -> json.put("bot", true);
      case SYSTEM -> json.put("bot", true).put("system", true);
    }
    return json.putNull("banner")
        .putNull("accent_color")
        .put("global_name", globalName)
        .putNull("avatar_decoration_data")
        .putNull("collectibles")
        .putNull("primary_guild");
  }

  /** The bot's own account as {@code /users/@me} and READY show it. */
  ObjectNode ownJson() {
    return json()
        .put("mfa_enabled", true)
        .put("locale", "en-US")
        .put("premium_type", 0)
        .putNull("email")
        .put("verified", true);
  }

  private String fourDigits() {
    return String.format(Locale.ROOT, "%04d", 1 + (id >>> 22) % 9999);
  }
}
