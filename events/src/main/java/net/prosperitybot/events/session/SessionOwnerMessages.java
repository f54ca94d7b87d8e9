package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.EnumSet;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.entities.channel.concrete.PrivateChannel;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.alerts.OwnerMessenger;
import net.prosperitybot.common.alerts.OwnerUnreachableException;
import net.prosperitybot.events.discord.DiscordUnavailableException;

/** Direct messages to the owner, whether the gateway is connected or not. */
final class SessionOwnerMessages implements OwnerMessenger {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ShardManager bot;
  private final long ownerId;

  SessionOwnerMessages(ShardManager bot, long ownerId) {
    this.bot = bot;
    this.ownerId = ownerId;
  }

  @Override
  public void send(String text) {
    JDA any =
        bot.getShardCache().stream()
            .findFirst()
            .orElseThrow(() -> new DiscordUnavailableException("No session has begun", null));
    try {
      PrivateChannel channel = RestAnswers.await(any.openPrivateChannelById(ownerId), PATIENCE);
      RestAnswers.await(
          channel.sendMessage(text).setAllowedMentions(EnumSet.noneOf(MentionType.class)),
          PATIENCE);
    } catch (ErrorResponseException e) {
      throw new OwnerUnreachableException(e.getMeaning(), e);
    }
  }
}
