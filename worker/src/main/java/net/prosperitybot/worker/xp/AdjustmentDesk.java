package net.prosperitybot.worker.xp;

import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.levelling.XpAdjustment;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.interactions.GivenUser;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.Reply;

/** Makes an admin's change of a member's XP or level, once, and says what came of it. */
public final class AdjustmentDesk {
  /** Why the change is made; shown in the member's history. */
  private static final Option<Optional<String>> REASON =
      Option.text(Wording.english("reason", "Why; shown in the member's history"), 1, 200);

  private final AnswerStore answers;

  public AdjustmentDesk(AnswerStore answers) {
    this.answers = answers;
  }

  /** Whose XP is changed. */
  public static Option<GivenUser> member(String description) {
    return Option.required(Option.user(Wording.english("user", description)));
  }

  /**
   * A subcommand that makes changes of this kind.
   *
   * @param amount XP or levels, as the kind says
   */
  public Action action(
      XpAdjustment.Kind kind, Wording wording, Option<GivenUser> user, Option<Long> amount) {
    return Action.privately(
        wording,
        List.of(user, amount, REASON),
        CommandHandler.inServer(
            (call, guildId) -> adjust(call, guildId, kind, call.get(user), call.get(amount))));
  }

  private Reply adjust(
      CommandCall call, long guildId, XpAdjustment.Kind kind, GivenUser user, long amount) {
    if (user.bot()) {
      return Reply.privately("Bots don't earn XP, so there is nothing to change.");
    }
    Origin origin = call.origin();
    XpAdjustment adjustment =
        new XpAdjustment(
            new MemberKey(guildId, user.userId()),
            kind,
            amount,
            origin.caller().userId(),
            origin.interactionId(),
            call.get(REASON),
            origin.channelId(),
            user.inServer(),
            user.userName());
    String name = DiscordText.shortName(user.name());
    return Reply.privately(
        answers.once(
            guildId,
            origin.interactionId(),
            tx -> AdjustmentWords.of(adjustment, XpLedger.adjust(tx, adjustment), name)));
  }
}
