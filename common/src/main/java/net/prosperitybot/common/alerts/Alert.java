package net.prosperitybot.common.alerts;

import java.time.Duration;
import java.util.Locale;

/** What the owner can be told of: in the setting {@code OWNER_ALERTS}, by these names. */
public enum Alert {
  /** Of a worker. Milliseconds within which 95 of 100 replies come. */
  REPLY_TIME(
      "Replies are slow",
      Duration.ofMinutes(1),
      "Discord gives up after 3 s. Look at the database first, then at the processor.",
      1_500,
      100,
      3_000),
  /** Of all together, told by one. Seconds. */
  OUTBOX_AGE(
      "Level-ups wait",
      Duration.ZERO,
      "Roles and notices come late. Mostly Discord limits us, or a bot that serves those servers"
          + " does not run; the log of events says which.",
      600,
      10,
      86_400),
  /** Per cent of the heap. */
  MEMORY(
      "Memory is nearly full",
      Duration.ofMinutes(15),
      "Give the service more; events grows with its servers.",
      90,
      10,
      99),
  /** Of an events service. Seconds since what it does every few seconds last succeeded. */
  LOOP_AGE(
      "Work has stopped",
      Duration.ZERO,
      "The log says what fails. When it says nothing, restart the service.",
      300,
      60,
      86_400),
  /** Of a worker. Seconds between our clock and Discord's. */
  CLOCK(
      "The clock is wrong",
      Duration.ofMinutes(1),
      "From five minutes on no command is answered. Have the network set it:"
          + " `timedatectl set-ntp true`.",
      60,
      5,
      300),
  DATABASE(
      "The database does not answer",
      Duration.ofMinutes(1),
      "What is earned is kept meanwhile, commands get an error. `./prosperity doctor` says more."),
  DISCORD(
      "Discord does not answer",
      Duration.ofMinutes(2),
      "Most requests wait until it does; nothing is lost. See https://discordstatus.com."),
  REFUSALS(
      "Discord refuses much",
      Duration.ZERO,
      "At 10,000 refusals within ten minutes it shuts this address out, so what can wait does. The"
          + " log says which bot is refused, and what."),
  /** Of an events service. */
  DIRECT_MESSAGES(
      "Direct messages are held back",
      Duration.ofMinutes(10),
      "Discord takes none of ours; roles are given all the same. The log says what it answers."),
  /** Of an events service. */
  MAIN_BOT(
      "The main bot is not connected",
      Duration.ofMinutes(5),
      "Nobody earns XP in its servers. It connects again by itself; `./prosperity doctor` tells"
          + " whether token and intents are right."),
  /** Told by a worker. */
  EVENTS_SERVICE(
      "No events service runs",
      Duration.ofMinutes(2),
      "Nobody earns XP. Start it; its log says why it ended.");

  private final String title;
  private final Duration holds;
  private final String advice;
  private final int usual;
  private final int lowest;
  private final int highest;

  /** One that has no threshold. */
  Alert(String title, Duration holds, String advice) {
    this(title, holds, advice, 0, 1, 0);
  }

  Alert(String title, Duration holds, String advice, int usual, int lowest, int highest) {
    this.title = title;
    this.holds = holds;
    this.advice = advice;
    this.usual = usual;
    this.lowest = lowest;
    this.highest = highest;
  }

  /** The name in the settings, such as {@code reply-time}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** How long it has to be so before it is told. */
  public Duration holds() {
    return holds;
  }

  /** What it means and what to do. */
  public String advice() {
    return advice;
  }

  /** From which value on it is told unless the settings say otherwise; 0 if it has none. */
  int usualThreshold() {
    return usual;
  }

  /** Whether the settings may say this. */
  boolean takes(int value) {
    return value >= lowest && value <= highest;
  }

  /** The name, and what the settings may say. */
  String described() {
    return lowest > highest ? key() : "%s (%d to %d)".formatted(key(), lowest, highest);
  }
}
