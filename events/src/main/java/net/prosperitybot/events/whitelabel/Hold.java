package net.prosperitybot.events.whitelabel;

import java.time.Duration;
import java.util.Optional;
import net.prosperitybot.events.hosting.Connection;

/** What this process has of a bot, as it was at one moment. */
sealed interface Hold {

  /** Another process holds its lease. */
  record Elsewhere() implements Hold {}

  /** Nobody holds its lease. */
  record Free() implements Hold {}

  /** The lease, and no session. */
  record Idle() implements Hold {}

  /**
   * The lease, and a session in the making.
   *
   * @param generation the wish that it is for
   * @param age since it had its turn; zero before that
   */
  record Launching(long generation, Duration age) implements Hold {}

  /**
   * The lease and a session.
   *
   * @param generation the wish that it was launched for
   * @param shown what stands under the bot's name
   * @param seesMembers whether it has the Server Members intent
   * @param withoutMembers whether it was told not to ask for that intent
   * @param age since its launch
   * @param connectedFor since it was first connected; zero before that
   */
  record Up(
      long generation,
      Optional<String> shown,
      boolean seesMembers,
      boolean withoutMembers,
      Connection connection,
      Duration age,
      Duration connectedFor)
      implements Hold {}

  /** Something else is being done with it, and the next poll looks again. */
  record Busy() implements Hold {}
}
