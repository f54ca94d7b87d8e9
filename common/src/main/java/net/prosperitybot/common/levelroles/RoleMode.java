package net.prosperitybot.common.levelroles;

import java.util.Locale;

/** Which of the level roles up to their level a member holds. */
public enum RoleMode {
  /** The role of the highest level reached, and no other level role. */
  SINGLE,
  /** Every level role up to the level reached. */
  STACK;

  /** The form in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RoleMode of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
