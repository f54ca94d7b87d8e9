package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.EnumSet;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.entities.channel.middleman.MessageChannel;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.PermissionException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.requests.restaction.MessageCreateAction;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.delivery.Notice;
import net.prosperitybot.events.delivery.NoticeActions;
import net.prosperitybot.events.discord.DiscordUnavailableException;

/**
 * Sends notices with one bot's session; waits for each answer, but for no direct message's while
 * Discord takes none.
 */
final class SessionNotices implements NoticeActions {
  /** The library waits out rate limits within this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ShardManager bot;
  private final Breaker directMessages;

  SessionNotices(ShardManager bot, Breaker directMessages) {
    this.bot = bot;
    this.directMessages = directMessages;
  }

  @Override
  public boolean hasChannel(long guildId, long channelId) {
    return guild(guildId).getChannelById(GuildMessageChannel.class, channelId) != null;
  }

  @Override
  public NoticeResult send(Notice notice) {
    try {
      switch (notice) {
        case Notice.Reply reply -> reply(reply);
        case Notice.InChannel inChannel ->
            await(plain(channel(inChannel.member(), inChannel.channelId()), inChannel));
        case Notice.Direct direct -> direct(direct);
      }
      return NoticeResult.SENT;
    } catch (PermissionException | ErrorResponseException | NoSuchChannelException e) {
      return NoticeResult.UNDELIVERABLE;
    }
  }

  private void reply(Notice.Reply notice) {
    GuildMessageChannel channel = channel(notice.member(), notice.channelId());
    boolean mayReply =
        channel.getGuild().getSelfMember().hasPermission(channel, Permission.MESSAGE_HISTORY);
    MessageCreateAction plain = pinging(plain(channel, notice), notice);
    try {
      // A message that is gone meanwhile makes a plain one, which Discord does by itself.
      await(
          mayReply
              ? plain.setMessageReference(notice.messageId()).failOnInvalidReply(false)
              : plain);
    } catch (ErrorResponseException e) {
      if (e.getErrorResponse() != ErrorResponse.REPLY_FAILED_MISSING_MESSAGE_HISTORY_PERM) {
        throw e;
      }
      await(pinging(plain(channel, notice), notice));
    }
  }

  private void direct(Notice.Direct notice) {
    Guild guild = guild(notice.member().guildId());
    if (!directMessages.lets()) {
      throw DiscordUnavailableException.beforeSending(
          "Discord has taken no direct messages lately", null);
    }
    try {
      direct(notice, guild);
      directMessages.succeeded();
    } catch (DiscordUnavailableException e) {
      directMessages.failed();
      throw e;
    } catch (RuntimeException e) {
      // Who wants no messages of ours says nothing of other people's.
      directMessages.succeeded();
      throw e;
    }
  }

  private static void direct(Notice.Direct notice, Guild guild) {
    String server = DiscordText.name(guild.getName());
    MessageChannel channel = privateChannel(notice, guild);
    await(
        quiet(
            channel.sendMessage(
                "Congratulations, you reached level %d in **%s**!"
                    .formatted(notice.level(), server)),
            notice));
  }

  /** A limit of its own is Discord's first answer to many direct messages. */
  private static MessageChannel privateChannel(Notice.Direct notice, Guild guild) {
    try {
      return await(guild.getJDA().openPrivateChannelById(notice.member().userId()));
    } catch (DiscordUnavailableException e) {
      throw DiscordUnavailableException.beforeSending(String.valueOf(e.getMessage()), e);
    }
  }

  private static MessageCreateAction plain(MessageChannel channel, Notice notice) {
    return quiet(
        channel.sendMessage(
            "Congratulations <@%d>, you reached level %d!"
                .formatted(notice.member().userId(), notice.level())),
        notice);
  }

  private static MessageCreateAction quiet(MessageCreateAction message, Notice notice) {
    return message
        .setNonce(notice.nonce())
        .setAllowedMentions(EnumSet.noneOf(MentionType.class))
        .mentionRepliedUser(false);
  }

  private static MessageCreateAction pinging(MessageCreateAction message, Notice notice) {
    return message.mentionUsers(notice.member().userId());
  }

  private GuildMessageChannel channel(MemberKey member, long channelId) {
    GuildMessageChannel channel =
        guild(member.guildId()).getChannelById(GuildMessageChannel.class, channelId);
    if (channel == null) {
      throw new NoSuchChannelException();
    }
    return channel;
  }

  private Guild guild(long guildId) {
    Guild guild = bot.getGuildById(guildId);
    if (guild == null) {
      throw new DiscordUnavailableException("The server is out of reach just now", null);
    }
    return guild;
  }

  private static <T> T await(RestAction<T> action) {
    return RestAnswers.await(action, PATIENCE);
  }

  /** The channel is gone, or is a thread that has been archived. */
  private static final class NoSuchChannelException extends RuntimeException {}
}
