package net.prosperitybot.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** Discord's permission bits and how they add up. */
public final class Permissions {
  public static final long KICK_MEMBERS = 1L << 1;
  public static final long BAN_MEMBERS = 1L << 2;
  public static final long ADMINISTRATOR = 1L << 3;
  public static final long MANAGE_CHANNELS = 1L << 4;
  public static final long MANAGE_GUILD = 1L << 5;
  public static final long ADD_REACTIONS = 1L << 6;
  public static final long VIEW_CHANNEL = 1L << 10;
  public static final long SEND_MESSAGES = 1L << 11;
  public static final long MANAGE_MESSAGES = 1L << 13;
  public static final long EMBED_LINKS = 1L << 14;
  public static final long ATTACH_FILES = 1L << 15;
  public static final long READ_MESSAGE_HISTORY = 1L << 16;
  public static final long MENTION_EVERYONE = 1L << 17;
  public static final long CONNECT = 1L << 20;
  public static final long SPEAK = 1L << 21;
  public static final long CHANGE_NICKNAME = 1L << 26;
  public static final long MANAGE_NICKNAMES = 1L << 27;
  public static final long MANAGE_ROLES = 1L << 28;
  public static final long USE_APPLICATION_COMMANDS = 1L << 31;
  public static final long CREATE_PUBLIC_THREADS = 1L << 35;
  public static final long SEND_MESSAGES_IN_THREADS = 1L << 38;

  /** Every bit that Discord gives a meaning today. */
  public static final long ALL = (1L << 53) - 1 - (1L << 47) - (1L << 48);

  /** What {@code @everyone} may do in a new server. */
  public static final long DEFAULT_EVERYONE =
      VIEW_CHANNEL
          | SEND_MESSAGES
          | EMBED_LINKS
          | ATTACH_FILES
          | READ_MESSAGE_HISTORY
          | ADD_REACTIONS
          | CONNECT
          | SPEAK
          | CHANGE_NICKNAME
          | USE_APPLICATION_COMMANDS
          | CREATE_PUBLIC_THREADS
          | SEND_MESSAGES_IN_THREADS;

  private Permissions() {}

  public static boolean has(long permissions, long wanted) {
    return (permissions & wanted) == wanted;
  }

  /** What a member may do in the server as a whole: owner and administrators everything. */
  public static long in(Guild guild, Member member) {
    if (guild.ownerId() == member.user().id()) {
      return ALL;
    }
    long bits = guild.everyone().permissions();
    for (Role role : guild.rolesOf(member)) {
      bits |= role.permissions();
    }
    return has(bits, ADMINISTRATOR) ? ALL : bits;
  }

  /**
   * What a member may do in a channel: the server's bits, then the overwrites of everyone, of the
   * roles together, of the member; a thread asks its parent. Who can't see a channel can do nothing
   * there, who can't write can't embed, attach or ping either.
   */
  public static long in(Guild guild, Member member, Channel channel) {
    long base = in(guild, member);
    if (base == ALL) {
      return ALL;
    }
    Channel ruled = channel.type().thread() ? guild.parentOf(channel).orElse(channel) : channel;
    long bits = apply(base, ruled, List.of(guild.id()));
    bits = apply(bits, ruled, new ArrayList<>(member.roles()));
    bits = apply(bits, ruled, List.of(member.user().id()));
    return withoutImpossible(bits, channel.type());
  }

  /** Denials of one rank first, then allowances: within a rank an allowance wins. */
  private static long apply(long bits, Channel channel, List<Long> subjects) {
    long allow = 0;
    long deny = 0;
    for (long subject : subjects) {
      Overwrite overwrite = channel.overwrites().get(subject);
      if (overwrite != null) {
        allow |= overwrite.allow();
        deny |= overwrite.deny();
      }
    }
    return (bits & ~deny) | allow;
  }

  private static long withoutImpossible(long bits, ChannelType type) {
    if (!has(bits, VIEW_CHANNEL)) {
      return 0;
    }
    if ((type == ChannelType.VOICE || type == ChannelType.STAGE) && !has(bits, CONNECT)) {
      return bits & (VIEW_CHANNEL | MANAGE_CHANNELS | MANAGE_ROLES);
    }
    long writing = type.thread() ? SEND_MESSAGES_IN_THREADS : SEND_MESSAGES;
    if (!has(bits, writing)) {
      return bits & ~(MENTION_EVERYONE | ATTACH_FILES | EMBED_LINKS);
    }
    return bits;
  }
}
