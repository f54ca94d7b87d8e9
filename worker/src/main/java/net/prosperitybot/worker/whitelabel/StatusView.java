package net.prosperitybot.worker.whitelabel;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.identifies.IdentifyBudget;
import net.prosperitybot.common.premium.Premium;
import net.prosperitybot.common.whitelabel.BotAction;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.registration.CommandRegistrar;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.MessageBody;

/** A bot's status in words that say what to do. Pure. */
final class StatusView {
  /** From here on an owner should know that something makes the bot connect again and again. */
  private static final int MANY_IDENTIFIES = IdentifyBudget.MOST_IN_A_DAY / 5;

  private static final String SILENT = "Discord does not answer right now.";
  private static final String REFUSED =
      "Discord refuses to tell, though it has not refused the token.";

  private StatusView() {}

  /**
   * What we know without asking Discord.
   *
   * @param wayToPremium how the reader gets premium
   * @param identifies how often it signed in during the last day
   * @param address where its interactions are to be posted
   * @param mayShowAddress whether the bot that answers may show our address
   */
  record Known(
      CommandRegistrar.Standing commands,
      int servers,
      Premium premium,
      String wayToPremium,
      int identifies,
      Optional<URI> address,
      boolean mayShowAddress) {}

  static MessageBody of(
      ServingBot answering, WhitelabelBot bot, BotStatus.Standing standing, Known known) {
    Embed.Builder embed =
        Embed.by(answering)
            .title(DiscordText.shortName(bot.name()))
            .description(StateWords.of(bot, known.premium().works()))
            .wideField("Token", token(bot.botId(), standing))
            .wideField("Commands come here", endpoint(answering, bot, standing, known))
            .wideField("Server Members intent", members(bot.botId(), standing))
            .wideField("Commands", commands(known.commands()))
            .wideField("Premium", premium(known.premium(), known.wayToPremium()))
            .field("Servers", servers(bot.botId(), known.servers()))
            .field("Last action", lastAction(bot));
    bot.statusText()
        .ifPresent(
            text ->
                embed.field(
                    "Status text", DiscordText.excerpt(text, BotActions.LONGEST_STATUS_TEXT)));
    if (known.identifies() >= MANY_IDENTIFIES) {
      embed.wideField("Sign-ins in the last day", signIns(known.identifies()));
    }
    return MessageBody.of(embed.build());
  }

  private static String token(long botId, BotStatus.Standing standing) {
    return switch (standing) {
      case BotStatus.Seen seen -> Mark.DONE + " Works.";
      case BotStatus.TokenRefused refused ->
          "%s Discord refuses it: it was reset, or the application was deleted. Make a new one at %s, then run `/whitelabel setup` with it."
              .formatted(Mark.LEFT, Links.bot(botId));
      case BotStatus.Unreadable unreadable ->
          Mark.LEFT
              + " It can't be read here. Run `/whitelabel setup` again, or ask whoever runs this"
              + " service.";
      case BotStatus.Refused refused -> unknown(REFUSED);
      case BotStatus.Unknown unknown -> unknown(SILENT);
    };
  }

  private static String endpoint(
      ServingBot answering, WhitelabelBot bot, BotStatus.Standing standing, Known known) {
    return switch (standing) {
      case BotStatus.Seen seen ->
          switch (seen.endpoint()) {
            case SET ->
                Mark.DONE
                    + (known.address().isPresent() || answering.id() == bot.botId()
                        ? " Yes."
                        : " The address ends as it must.");
            case UNKNOWN -> SetupWords.endpointLater();
            case REFUSED ->
                Mark.LEFT
                    + " "
                    + SetupWords.paste(bot.botId(), known.address(), known.mayShowAddress());
          };
      case BotStatus.TokenRefused refused -> lastKnown(bot.endpoint());
      case BotStatus.Refused refused -> lastKnown(bot.endpoint());
      case BotStatus.Unreadable unreadable -> lastKnown(bot.endpoint());
      case BotStatus.Unknown unknown -> lastKnown(bot.endpoint());
    };
  }

  private static String lastKnown(EndpointState endpoint) {
    return switch (endpoint) {
      case SET -> unknown("They did when last looked at.");
      case REFUSED -> unknown("They did not when last looked at.");
      case UNKNOWN -> unknown("Not known yet.");
    };
  }

  private static String members(long botId, BotStatus.Standing standing) {
    return switch (standing) {
      case BotStatus.Seen seen ->
          seen.application().maySeeMembers()
              ? Mark.DONE + " On."
              : Mark.LEFT + " " + SetupWords.switchOnMembers(botId) + " Then restart it.";
      case BotStatus.TokenRefused refused -> unknown("Only its token shows.");
      case BotStatus.Refused refused -> unknown(REFUSED);
      case BotStatus.Unreadable unreadable -> unknown("Only its token shows.");
      case BotStatus.Unknown unknown -> unknown(SILENT);
    };
  }

  private static String commands(CommandRegistrar.Standing commands) {
    return switch (commands) {
      case UP_TO_DATE -> Mark.DONE + " Registered, newest version.";
      case BEHIND -> Mark.LATER + " Registered in another version; renewed by itself, in turn.";
      case NEVER_TOLD -> Mark.LATER + " Not registered yet; that is tried again by itself.";
    };
  }

  private static String premium(Premium premium, String way) {
    return switch (premium) {
      case Premium.Active active ->
          Mark.DONE + active.until().map(end -> " Until " + day(end) + ".").orElse(" Active.");
      case Premium.Grace grace ->
          "%s Has ended. The bot goes on until %s, then it stops; nothing is lost. %s"
              .formatted(Mark.LEFT, day(grace.until()), way);
      case Premium.None none -> Mark.LEFT + " None. " + way;
    };
  }

  private static String servers(long botId, int servers) {
    return servers == 0 ? "None yet: " + Links.invite(botId) : Figures.grouped(servers);
  }

  private static String lastAction(WhitelabelBot bot) {
    return action(bot.lastAction()) + " " + StateWords.ago(bot.lastActionAt());
  }

  private static String action(BotAction action) {
    return switch (action) {
      case SETUP -> "Set up";
      case START -> "Start";
      case STOP -> "Stop";
      case RESTART -> "Restart";
      case DELETE -> "Delete";
    };
  }

  private static String signIns(int identifies) {
    return "%s %d. After %d it waits, because Discord resets the token of a bot that signs in 1,000 times. Is its token used anywhere else?"
        .formatted(Mark.LEFT, identifies, IdentifyBudget.MOST_IN_A_DAY);
  }

  private static String day(Instant time) {
    return "<t:%d:f>".formatted(time.getEpochSecond());
  }

  private static String unknown(String words) {
    return "❔ " + words;
  }
}
