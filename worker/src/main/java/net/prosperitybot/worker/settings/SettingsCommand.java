package net.prosperitybot.worker.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.LevelRoleStore;
import net.prosperitybot.common.guilds.NoticeFailures;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.worker.commands.Action;
import net.prosperitybot.worker.commands.CommandCall;
import net.prosperitybot.worker.commands.CommandHandler;
import net.prosperitybot.worker.commands.ComponentRoute;
import net.prosperitybot.worker.commands.Feature;
import net.prosperitybot.worker.commands.Localised;
import net.prosperitybot.worker.commands.Option;
import net.prosperitybot.worker.commands.Permission;
import net.prosperitybot.worker.commands.SlashCommand;
import net.prosperitybot.worker.commands.Wording;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import org.jooq.DSLContext;

/** {@code /settings notifications|roles|multiplier|delay|show}. */
public final class SettingsCommand {
  private static final BigDecimal HIGHEST_MULTIPLIER = BigDecimal.TEN;
  private static final int MULTIPLIER_DECIMALS = 2;
  private static final long LONGEST_DELAY_SECONDS = 86_400;

  private static final Option<RoleMode> TYPE =
      Option.required(
          Option.choice(
              Wording.english("type", "Which level roles a member holds"),
              List.of(
                  new Option.Choice<>(
                      RoleMode.SINGLE.key(), Localised.english("single"), RoleMode.SINGLE),
                  new Option.Choice<>(
                      RoleMode.STACK.key(), Localised.english("stack"), RoleMode.STACK))));
  private static final Option<BigDecimal> MULTIPLIER =
      Option.required(
          Option.number(
              Wording.english("multiplier", "1 is the usual rate; 0 gives no XP at all"),
              BigDecimal.ZERO,
              HIGHEST_MULTIPLIER));
  private static final Option<Long> DELAY =
      Option.required(
          Option.integer(
              Wording.english("delay", "Seconds from one message that earns to the next"),
              1,
              LONGEST_DELAY_SECONDS));

  private final AnswerStore answers;
  private final GuildSettingsStore settings;
  private final NoticeFailures noticeFailures;
  private final JobStore jobs;
  private final NotificationSettings notifications;

  public SettingsCommand(
      AnswerStore answers,
      GuildSettingsStore settings,
      NoticeFailures noticeFailures,
      JobStore jobs,
      NotificationSettings notifications) {
    this.answers = answers;
    this.settings = settings;
    this.noticeFailures = noticeFailures;
    this.jobs = jobs;
    this.notifications = notifications;
  }

  public Feature feature() {
    return Feature.of(
        SlashCommand.inServers(
            new SlashCommand.Parent(
                Wording.english("settings", "How levelling behaves in this server"),
                List.of(
                    Action.privately(
                        Wording.english("notifications", "Where level-ups are told"),
                        List.of(NotificationSettings.CHANNEL),
                        CommandHandler.inServer(notifications::answer)),
                    Action.privately(
                        Wording.english("roles", "Whether level roles stack or swap"),
                        List.of(TYPE),
                        CommandHandler.inServer(this::setRoleMode)),
                    Action.privately(
                        Wording.english("multiplier", "How much XP messages earn"),
                        List.of(MULTIPLIER),
                        CommandHandler.inServer(this::setMultiplier)),
                    Action.privately(
                        Wording.english("delay", "How often messages earn XP"),
                        List.of(DELAY),
                        CommandHandler.inServer(this::setDelay)),
                    Action.privately(
                        Wording.english("show", "Shows all settings of this server"),
                        List.of(),
                        CommandHandler.inServer(this::show))),
                List.of()),
            Permission.MANAGE_SERVER),
        ComponentRoute.forOwner(
            NotificationSettings.KIND,
            (choice, guildId, variables) -> notifications.chosenKind(choice, guildId)),
        ComponentRoute.forOwner(
            NotificationSettings.CHOSEN_CHANNEL,
            (choice, guildId, variables) -> notifications.chosenChannel(choice, guildId)));
  }

  private Reply setRoleMode(CommandCall call, long guildId) {
    RoleMode mode = call.get(TYPE);
    return once(call, guildId, tx -> setRoleMode(tx, call.origin(), guildId, mode));
  }

  private static String setRoleMode(DSLContext tx, Origin origin, long guildId, RoleMode mode) {
    String meaning =
        switch (mode) {
          case SINGLE -> "members hold the role of the highest level they reached, and no other.";
          case STACK -> "members hold every level role up to the level they reached.";
        };
    if (!GuildSettingsStore.setRoleMode(tx, guildId, mode)) {
      return "As before, " + meaning;
    }
    Optional<LevelRole> lowest = LevelRoleStore.rules(tx, guildId).stream().findFirst();
    if (lowest.isEmpty()) {
      return "From now on, " + meaning;
    }
    RoleReconciles.ask(
        tx,
        guildId,
        origin.interactionId(),
        lowest.get().level(),
        OptionalLong.empty(),
        Optional.empty());
    return "From now on, "
        + meaning
        + " Their roles are being changed; `/levelroles list` shows how far that is.";
  }

  private Reply setMultiplier(CommandCall call, long guildId) {
    BigDecimal asked = call.get(MULTIPLIER);
    BigDecimal multiplier = asked.setScale(MULTIPLIER_DECIMALS, RoundingMode.HALF_UP);
    String rounded = asked.compareTo(multiplier) == 0 ? "" : " (rounded to two decimals)";
    String meaning =
        multiplier.signum() == 0
            ? "Messages earn no XP" + rounded
            : "Messages earn ×%s XP%s".formatted(multiplier.toPlainString(), rounded);
    return once(
        call,
        guildId,
        tx ->
            GuildSettingsStore.setMultiplier(tx, guildId, multiplier)
                ? meaning + " from now on."
                : meaning + ", as before.");
  }

  private Reply setDelay(CommandCall call, long guildId) {
    long seconds = call.get(DELAY);
    String meaning =
        "A member's messages earn XP once in "
            + (seconds == 1 ? "a second" : Figures.grouped(seconds) + " seconds");
    return once(
        call,
        guildId,
        tx ->
            GuildSettingsStore.setCooldown(tx, guildId, Duration.ofSeconds(seconds))
                ? meaning + " from now on."
                : meaning + ", as before.");
  }

  private Reply once(CommandCall call, long guildId, Function<DSLContext, String> change) {
    return Reply.privately(answers.once(guildId, call.origin().interactionId(), change));
  }

  private Reply show(CommandCall call, long guildId) {
    Origin origin = call.origin();
    GuildSettings now = settings.load(guildId);
    int undelivered = noticeFailures.toTell(guildId, origin.interactionId());
    return Reply.privately(
        MessageBody.of(SettingsView.of(now, jobs.running(guildId), undelivered, origin.bot())));
  }
}
