package net.prosperitybot.events.session;

import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.entities.WebhookClient;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.events.discord.AnswerActions;
import org.jspecify.annotations.Nullable;

/** Edits interactions' answers: to Discord they are messages of a webhook with a short life. */
final class AnswerEdits implements AnswerActions {
  private static final String ORIGINAL = "@original";
  private static final long PATIENCE_SECONDS = 10;

  private final ShardManager bot;

  AnswerEdits(ShardManager bot) {
    this.bot = bot;
  }

  @Override
  public CompletableFuture<EditResult> edit(long guildId, ProgressPlace place, String words) {
    Guild guild = bot.getGuildById(guildId);
    if (guild == null) {
      return CompletableFuture.completedFuture(EditResult.FAILED);
    }
    return WebhookClient.createClient(
            guild.getJDA(), Long.toString(place.applicationId()), place.token().reveal())
        .editMessageById(ORIGINAL, words)
        .setReplace(true)
        .setAllowedMentions(EnumSet.noneOf(MentionType.class))
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .submit()
        .handle((message, failure) -> result(failure));
  }

  private static EditResult result(@Nullable Throwable failure) {
    if (failure == null) {
      return EditResult.EDITED;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ErrorResponseException no && RestAnswers.isClientError(no)
        ? EditResult.GONE
        : EditResult.FAILED;
  }
}
