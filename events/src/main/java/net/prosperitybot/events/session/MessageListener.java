package net.prosperitybot.events.session;

import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.MessageType;
import net.dv8tion.jda.api.entities.User;
import net.dv8tion.jda.api.entities.channel.Channel;
import net.dv8tion.jda.api.entities.channel.attribute.ICategorizableChannel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.events.awards.MessageIntake;
import net.prosperitybot.events.earning.AuthorKind;
import net.prosperitybot.events.earning.MessageActivity;
import net.prosperitybot.events.earning.MessageKind;
import org.jspecify.annotations.Nullable;

/**
 * Hears messages: asks first whether the author is certainly in their cooldown, as most are, and
 * gathers the facts of the others only.
 */
public final class MessageListener {
  private final MessageIntake intake;

  public MessageListener(MessageIntake intake) {
    this.intake = intake;
  }

  /** Decides about a message of a server, and returns. */
  public void heard(MessageReceivedEvent event) {
    if (!event.isFromGuild()) {
      return;
    }
    Message message = event.getMessage();
    long guildId = event.getGuild().getIdLong();
    long authorId = message.getAuthor().getIdLong();
    if (!intake.isCoolingDown(guildId, authorId, message.getIdLong())) {
      intake.offer(activity(guildId, message));
    }
  }

  private static MessageActivity activity(long guildId, Message message) {
    Channel channel = message.getChannel();
    User author = message.getAuthor();
    return new MessageActivity(
        new MemberKey(guildId, author.getIdLong()),
        message.getIdLong(),
        channel.getIdLong(),
        channel instanceof ThreadChannel thread
            ? OptionalLong.of(thread.getParentChannel().getIdLong())
            : OptionalLong.empty(),
        category(channel instanceof ThreadChannel thread ? thread.getParentChannel() : channel),
        authorKind(message),
        messageKind(message.getType()),
        roles(message.getMember()),
        name(author));
  }

  private static OptionalLong category(Channel channel) {
    return channel instanceof ICategorizableChannel inCategory
            && inCategory.getParentCategoryIdLong() != 0
        ? OptionalLong.of(inCategory.getParentCategoryIdLong())
        : OptionalLong.empty();
  }

  private static AuthorKind authorKind(Message message) {
    if (message.isWebhookMessage()) {
      return AuthorKind.WEBHOOK;
    }
    if (message.getAuthor().isSystem()) {
      return AuthorKind.SYSTEM;
    }
    return message.getAuthor().isBot() ? AuthorKind.BOT : AuthorKind.PERSON;
  }

  private static MessageKind messageKind(MessageType type) {
    if (type == MessageType.DEFAULT) {
      return MessageKind.DEFAULT;
    }
    return type == MessageType.INLINE_REPLY ? MessageKind.REPLY : MessageKind.OTHER;
  }

  private static Set<Long> roles(@Nullable Member member) {
    return member == null
        ? Set.of()
        : member.getUnsortedRoles().stream()
            .map(ISnowflake::getIdLong)
            .collect(Collectors.toUnmodifiableSet());
  }

  static UserName name(User user) {
    return new UserName(user.getIdLong(), user.getName(), user.getEffectiveName());
  }
}
