package net.prosperitybot.worker.whitelabel;

/** Pages of Discord, written so that no preview unfolds. */
final class Links {
  /** See Channels, Send Messages, Embed Links, Read Message History, Manage Roles, in threads. */
  static final long PERMISSIONS = 1L << 10 | 1L << 11 | 1L << 14 | 1L << 16 | 1L << 28 | 1L << 38;

  private static final String PORTAL = "https://discord.com/developers/applications";

  private Links() {}

  /** All applications of whoever is signed in. */
  static String applications() {
    return "<" + PORTAL + ">";
  }

  /** Where a token is reset and intents are switched on. */
  static String bot(long applicationId) {
    return "<%s/%d/bot>".formatted(PORTAL, applicationId);
  }

  /** Where the public key and the interactions endpoint URL are. */
  static String information(long applicationId) {
    return "<%s/%d/information>".formatted(PORTAL, applicationId);
  }

  /** Adds the bot to a server with what it needs there. */
  static String invite(long applicationId) {
    return "<https://discord.com/oauth2/authorize?client_id=%d&scope=bot+applications.commands&permissions=%d>"
        .formatted(applicationId, PERMISSIONS);
  }
}
