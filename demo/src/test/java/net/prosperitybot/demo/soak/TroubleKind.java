package net.prosperitybot.demo.soak;

import java.util.EnumSet;
import java.util.Set;

/** What goes wrong. */
enum TroubleKind {
  DATABASE_CUT("the database is away"),
  DATABASE_SILENT("the database takes connections and answers nothing"),
  DATABASE_SLOW("the database takes 1 s longer for each question"),
  DISCORD_500("Discord answers 500"),
  DISCORD_502("Discord answers 502"),
  DISCORD_LIMITS_ALL("Discord limits the bot as a whole"),
  DISCORD_LIMITS_ROUTES("Discord limits each route"),
  DISCORD_CUTS("Discord cuts requests before it does what they ask"),
  DISCORD_LOSES_ANSWERS("Discord does what they ask, and its answers are lost"),
  DISCORD_SLOW("Discord takes 2 s for everything"),
  GATEWAY_CLOSES("the gateway closes with a code that allows a resume"),
  GATEWAY_FORGETS("the gateway ends the session: it can't be resumed"),
  GATEWAY_CUT("the gateway's connection is cut"),
  GATEWAY_RECONNECT("the gateway asks to reconnect"),
  GATEWAY_REPEATS("the gateway says everything twice"),
  EVENTS_KILLED("kill -9 of the events service, and a start"),
  WORKER_KILLED("kill -9 of the worker, and a start"),
  EVENTS_REPLACED("a new events service starts, the old one stops"),
  WORKER_REPLACED("a new worker starts, the old one stops");

  private static final Set<TroubleKind> REPLACEMENTS =
      EnumSet.of(EVENTS_KILLED, WORKER_KILLED, EVENTS_REPLACED, WORKER_REPLACED);

  private final String words;

  TroubleKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Whether a process ends and another one begins. */
  boolean replaces() {
    return REPLACEMENTS.contains(this);
  }
}
