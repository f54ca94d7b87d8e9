package net.prosperitybot.common.serverfiles;

import org.jooq.Field;

/** A value of a line. */
record Column(Field<?> field, Kind kind, Presence presence) {

  /** Whether a line may do without it. */
  enum Presence {
    REQUIRED,
    OPTIONAL
  }

  Column(Field<?> field, Kind kind) {
    this(field, kind, Presence.REQUIRED);
  }

  String name() {
    return field.getName();
  }
}
