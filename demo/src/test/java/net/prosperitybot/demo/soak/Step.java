package net.prosperitybot.demo.soak;

/** One thing that is done. Servers, members and customers are numbers, so that a plan is a text. */
sealed interface Step {
  /**
   * Somebody writes.
   *
   * @param isOffTopic in the channel that is ignored at times
   * @param isDeleted the message is deleted at once
   */
  record Say(int server, int member, boolean isOffTopic, boolean isDeleted) implements Step {}

  /**
   * Somebody asks for something that changes nothing.
   *
   * @param ofBranded a customer's bot is asked where one is there, else the main bot
   */
  record Ask(int server, int member, Question question, boolean ofBranded) implements Step {}

  /**
   * The server's owner gives or takes.
   *
   * @param isTwice the same interaction arrives once more
   */
  record Adjust(int server, int member, Adjustment kind, int amount, boolean isTwice)
      implements Step {}

  /** The server's owner sets something. */
  record Set(int server, Setting setting) implements Step {}

  /** Somebody joins: a new member when the number is, else one who left. */
  record Join(int server, int member) implements Step {}

  record Leave(int server, int member) implements Step {}

  /** The main bot is thrown out. */
  record BotLeaves(int server) implements Step {}

  /** The main bot is added again. */
  record BotComes(int server) implements Step {}

  record Wish(int customer, CustomerWish wish) implements Step {}

  /** Something goes wrong for so long; a process that is replaced takes its own time. */
  record Trouble(TroubleKind kind, int millis) implements Step {}

  /** The processes' size is looked at. */
  record Measure() implements Step {}

  /** What anybody may ask. */
  enum Question {
    OWN_LEVEL,
    LEVEL_OF_OWNER,
    LEADERBOARD,
    SECOND_PAGE,
    ABOUT,
    SETTINGS,
    LEVEL_ROLES,
    HISTORY
  }

  /** What an admin does with a member's XP. */
  enum Adjustment {
    XP_GIVE,
    XP_TAKE,
    LEVELS_GIVE,
    LEVELS_TAKE
  }

  /** What a customer does. */
  enum CustomerWish {
    SET_UP,
    START,
    STOP,
    RESTART,
    /** The bot gets another name at Discord, and is restarted. */
    RENAME,
    PREMIUM_ENDS,
    PREMIUM_RETURNS
  }

  /** What an admin sets. */
  sealed interface Setting {
    /** In hundredths. */
    record Multiplier(int hundredths) implements Setting {}

    record Delay(int seconds) implements Setting {}

    record Stacks(boolean stacks) implements Setting {}

    record OffTopicIgnored(boolean isIgnored) implements Setting {}

    record MutedIgnored(boolean isIgnored) implements Setting {}

    record AddRole(int role, int level) implements Setting {}

    record RemoveRole(int role) implements Setting {}

    record Notices(Notice notice) implements Setting {}
  }

  /** Where level-ups are told. */
  enum Notice {
    REPLY,
    CHANNEL,
    DM,
    OFF
  }
}
