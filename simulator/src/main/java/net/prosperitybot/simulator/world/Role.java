package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/** A server's role. Change it under the world's lock only. */
public final class Role {
  /** From the lowest to the highest; of two at one position the older is higher. */
  static final Comparator<Role> BY_RANK =
      Comparator.comparingInt(Role::position)
          .thenComparing(Comparator.comparingLong(Role::id).reversed());

  private final long id;
  private final long botId;
  private String name;
  private long permissions;
  private int position;
  private int color;
  private boolean hoist;
  private boolean mentionable;

  /**
   * @param botId the bot that Discord manages this role for; 0 for a role of the server's own
   */
  Role(long id, String name, long permissions, int position, long botId) {
    this.id = id;
    this.name = name;
    this.permissions = permissions;
    this.position = position;
    this.botId = botId;
  }

  public long id() {
    return id;
  }

  public String name() {
    return name;
  }

  public long permissions() {
    return permissions;
  }

  public int position() {
    return position;
  }

  public int color() {
    return color;
  }

  public boolean managed() {
    return botId != 0;
  }

  public boolean mentionable() {
    return mentionable;
  }

  long botId() {
    return botId;
  }

  void rename(String newName) {
    name = newName;
  }

  void permit(long newPermissions) {
    permissions = newPermissions;
  }

  void place(int newPosition) {
    position = newPosition;
  }

  void paint(int newColor) {
    color = newColor;
    hoist = newColor != 0;
  }

  void letMention(boolean all) {
    mentionable = all;
  }

  /** Discord's role object. */
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(id))
            .put("name", name)
            .put("permissions", Long.toString(permissions))
            .put("position", position)
            .put("color", color);
    json.putObject("colors")
        .put("primary_color", color)
        .putNull("secondary_color")
        .putNull("tertiary_color");
    json.put("hoist", hoist)
        .put("managed", managed())
        .put("mentionable", mentionable)
        .putNull("icon")
        .putNull("unicode_emoji")
        .put("flags", 0);
    if (managed()) {
      json.putObject("tags").put("bot_id", Json.id(botId));
    }
    return json;
  }
}
