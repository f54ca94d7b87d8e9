package net.prosperitybot.events.whitelabel;

import java.time.Instant;

/**
 * What an owner reads about their bot's state: what happened and what to do, 300 characters at
 * most. Shown under the bot's own name too, so nothing in it is a name of ours.
 */
final class StateWords {
  private StateWords() {}

  static String premiumEnded() {
    return "Premium has ended, so the bot is stopped. Nothing is lost: once you have premium again,"
        + " it starts by itself.";
  }

  static String withoutMembers(long botId) {
    return "Runs without the Server Members intent: members who leave stay on the leaderboard, and"
        + " who rejoins gets their roles with the next level only. Switch it on at "
        + botPage(botId)
        + " and restart the bot.";
  }

  static String interrupted() {
    return "The connection to Discord broke off. It is being made again by itself; there is nothing"
        + " that you need to do.";
  }

  /** Why nothing is tried any more; or, for what passes, why not before {@code next}. */
  static String of(long botId, Trouble trouble, Instant next) {
    String again = "The next try is <t:%d:R>.".formatted(next.getEpochSecond());
    return switch (trouble) {
      case Trouble.TokenRefused refused ->
          "Discord refuses the bot's token: it was reset. Copy the new one from "
              + botPage(botId)
              + " and give it with /whitelabel setup.";
      case Trouble.ApplicationGone gone ->
          "The bot's application does not exist at Discord any more. Create a new one at"
              + " https://discord.com/developers/applications and give its token with /whitelabel"
              + " setup.";
      case Trouble.WrongApplication wrong ->
          "The stored token belongs to another application. Copy this one's from "
              + botPage(botId)
              + " and give it with /whitelabel setup.";
      case Trouble.KeyMissing missing ->
          "The operator of this service has to put the key back with which the bot's token is kept."
              + " The bot starts by itself then; there is nothing that you need to do. "
              + again;
      case Trouble.TokenUnreadable unreadable ->
          "The stored token can't be read any more. Copy it again from "
              + botPage(botId)
              + " and give it with /whitelabel setup.";
      case Trouble.IntentsInvalid invalid ->
          "Discord refuses the bot's intents (code %d). Check them at %s, then restart the bot. If that does not help, tell who runs this service."
              .formatted(invalid.closeCode(), botPage(botId));
      case Trouble.IdentifiesExhausted exhausted ->
          "The bot has signed in %d times within a day. Discord would reset its token if that went on, so it waits. "
                  .formatted(exhausted.sent())
              + again;
      case Trouble.Unreachable unreachable ->
          "Discord could not be reached or did not answer as it should. " + again;
      case Trouble.Closed closed ->
          "Discord ended the connection (code %d). ".formatted(closed.closeCode()) + again;
      case Trouble.NeverConnected never -> "The connection to Discord did not come about. " + again;
    };
  }

  private static String botPage(long botId) {
    return "https://discord.com/developers/applications/" + botId + "/bot";
  }
}
