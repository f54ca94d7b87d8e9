package net.prosperitybot.events.session;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.entities.UserSnowflake;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.entities.channel.middleman.MessageChannel;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.PermissionException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.requests.restaction.MessageCreateAction;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.delivery.DeliveryActions;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.delivery.Notice;

/** Carries out what delivery asks, with one bot's session; waits for each answer. */
final class SessionActions implements DeliveryActions {
  /** The library waits out rate limits within this time. */
  private static final long PATIENCE_SECONDS = 15;

  private static final int SERVER_ERRORS = 500;
  private static final int UNAUTHORIZED = 401;

  private final ShardManager bot;

  SessionActions(ShardManager bot) {
    this.bot = bot;
  }

  @Override
  public boolean holds(long guildId) {
    return bot.getGuildById(guildId) != null;
  }

  @Override
  public Optional<Set<Long>> heldRoles(MemberKey member) {
    try {
      Member found =
          await(guild(member.guildId()).retrieveMemberById(member.userId()).useCache(false));
      return Optional.of(
          found.getUnsortedRoles().stream()
              .map(ISnowflake::getIdLong)
              .collect(Collectors.toUnmodifiableSet()));
    } catch (ErrorResponseException e) {
      if (isMemberGone(e.getErrorResponse())) {
        return Optional.empty();
      }
      throw new DiscordUnavailableException("The member can't be read: " + e.getMeaning(), e);
    }
  }

  @Override
  public RoleResult addRole(MemberKey member, long roleId) {
    return changeRole(
        member, roleId, (user, role) -> guild(member.guildId()).addRoleToMember(user, role));
  }

  @Override
  public RoleResult removeRole(MemberKey member, long roleId) {
    return changeRole(
        member, roleId, (user, role) -> guild(member.guildId()).removeRoleFromMember(user, role));
  }

  private RoleResult changeRole(
      MemberKey member, long roleId, BiFunction<UserSnowflake, Role, RestAction<Void>> change) {
    Role role = guild(member.guildId()).getRoleById(roleId);
    if (role == null) {
      return RoleResult.ROLE_GONE;
    }
    try {
      await(change.apply(UserSnowflake.fromId(member.userId()), role));
      return RoleResult.DONE;
    } catch (PermissionException e) {
      return RoleResult.FORBIDDEN;
    } catch (ErrorResponseException e) {
      if (isMemberGone(e.getErrorResponse())) {
        return RoleResult.MEMBER_GONE;
      }
      return e.getErrorResponse() == ErrorResponse.UNKNOWN_ROLE
          ? RoleResult.ROLE_GONE
          : RoleResult.FORBIDDEN;
    }
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
    String server = DiscordText.name(guild(notice.member().guildId()).getName());
    MessageChannel channel =
        await(
            guild(notice.member().guildId())
                .getJDA()
                .openPrivateChannelById(notice.member().userId()));
    await(
        quiet(
            channel.sendMessage(
                "Congratulations, you reached level %d in **%s**!"
                    .formatted(notice.level(), server)),
            notice));
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

  private static boolean isMemberGone(ErrorResponse response) {
    return List.of(ErrorResponse.UNKNOWN_MEMBER, ErrorResponse.UNKNOWN_USER).contains(response);
  }

  /**
   * Waits for Discord's answer.
   *
   * @throws ErrorResponseException when Discord says no
   * @throws DiscordUnavailableException when it may say yes later
   */
  private static <T> T await(RestAction<T> action) {
    try {
      return action
          .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .submit()
          .get(PATIENCE_SECONDS + 1, TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof ErrorResponseException answer && isFinal(answer)) {
        throw answer;
      }
      throw new DiscordUnavailableException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException | CancellationException e) {
      throw new DiscordUnavailableException("Discord did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DiscordUnavailableException("The service is stopping", e);
    }
  }

  private static boolean isFinal(ErrorResponseException answer) {
    int status = answer.getResponse() == null ? 0 : answer.getResponse().code;
    return status >= 400 && status < SERVER_ERRORS && status != UNAUTHORIZED && status != 429;
  }

  /** The channel is gone, or is a thread that has been archived. */
  private static final class NoSuchChannelException extends RuntimeException {}
}
