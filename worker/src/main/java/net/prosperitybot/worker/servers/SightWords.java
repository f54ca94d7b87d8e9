package net.prosperitybot.worker.servers;

/** What users are told when nothing was changed because Discord showed nothing. */
public final class SightWords {
  private SightWords() {}

  /**
   * Why the bot does not see something of the server.
   *
   * @param what such as "roles"
   * @throws IllegalArgumentException when it does
   */
  public static String excuse(Sight<?> sight, String what) {
    return switch (sight) {
      case Sight.Seen<?> seen -> throw new IllegalArgumentException("It is seen: " + seen);
      case Sight.OutOfReach<?> away ->
          "I am not a member of this server, so I can't see its %s. Invite me, then try again."
              .formatted(what);
      case Sight.NoAnswer<?> silence -> noAnswer(what);
      case Sight.NoToken<?> refused -> noToken();
    };
  }

  /** Discord may answer soon. */
  public static String noAnswer(String what) {
    return "Discord does not tell me about this server's %s right now. Nothing was changed; please try again in a minute."
        .formatted(what);
  }

  /** Waiting does not help; whoever holds the token has to act. */
  public static String noToken() {
    return "I can't sign in to Discord as the bot that serves this server. Nothing was changed;"
        + " whoever runs that bot has to check its token.";
  }
}
