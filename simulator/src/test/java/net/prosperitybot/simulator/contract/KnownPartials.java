package net.prosperitybot.simulator.contract;

import java.util.Set;

/**
 * The forms of entities that Discord sends without all that the document requires of them, all in
 * this one place. The document describes REST alone; these are from the gateway's and the
 * interactions' documentation.
 */
final class KnownPartials {
  /** Of a message's author, and of a mentioned user: the user stands beside it. */
  static final Set<String> MEMBER_WITHOUT_USER = Set.of("user");

  /** Of a user that an interaction's data names. */
  static final Set<String> RESOLVED_MEMBER = Set.of("user", "deaf", "mute");

  /** Of a thread that is gone, only where it was is told. */
  static final Set<String> DELETED_THREAD =
      Set.of(
          "flags",
          "name",
          "owner_id",
          "thread_metadata",
          "message_count",
          "member_count",
          "total_message_sent");

  /** Whole, not partial. */
  static final Set<String> NOTHING = Set.of();

  private KnownPartials() {}
}
