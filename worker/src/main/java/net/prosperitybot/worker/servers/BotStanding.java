package net.prosperitybot.worker.servers;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.prosperitybot.worker.discord.ChannelInfo;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.discord.ServerInfo;

/**
 * How a bot stands in a server: which rights it has and which roles are below it. Pure.
 *
 * <p>Source: Discord's developer documentation, "Permissions".
 *
 * @param botId the bot's user id
 * @param heldRoles ids of the bot's roles, without {@code @everyone}
 */
public record BotStanding(long botId, ServerInfo server, Set<Long> heldRoles) {
  private static final long EVERYTHING = -1L;

  /** From the lowest to the highest; of two at one position the older is higher. */
  private static final Comparator<ServerInfo.Role> BY_RANK =
      Comparator.comparingInt(ServerInfo.Role::position)
          .thenComparing(Comparator.comparingLong(ServerInfo.Role::id).reversed());

  public BotStanding {
    heldRoles = Set.copyOf(heldRoles);
  }

  /** Whether the bot has this right in the server as a whole. */
  public boolean has(Right right) {
    return right.isIn(inServer());
  }

  /** What the bot lacks for writing in this channel of the server; empty when nothing. */
  public Set<Right> missingToWrite(ChannelInfo channel) {
    EnumSet<Right> needed = EnumSet.of(Right.VIEW_CHANNEL, Right.SEND_MESSAGES);
    if (channel.kind() == ChannelKind.VOICE || channel.kind() == ChannelKind.STAGE) {
      needed.add(Right.CONNECT);
    }
    long rights = inChannel(channel);
    needed.removeIf(right -> right.isIn(rights));
    return needed;
  }

  /** The role of this id; empty when the server has none. */
  public Optional<ServerInfo.Role> role(long roleId) {
    return server.roles().stream().filter(role -> role.id() == roleId).findFirst();
  }

  /** The bot's highest role; {@code @everyone} when it has no other. */
  public Optional<ServerInfo.Role> highestRole() {
    return server.roles().stream().filter(this::holds).max(BY_RANK);
  }

  /** Whether role order lets the bot give and take this role; the owner is above every role. */
  public boolean isAbove(ServerInfo.Role role) {
    return isOwner()
        || highestRole().filter(highest -> BY_RANK.compare(highest, role) > 0).isPresent();
  }

  private boolean isOwner() {
    return server.ownerId() == botId;
  }

  private boolean holds(ServerInfo.Role role) {
    return role.id() == server.id() || heldRoles.contains(role.id());
  }

  private long inServer() {
    if (isOwner()) {
      return EVERYTHING;
    }
    long rights =
        server.roles().stream()
            .filter(this::holds)
            .mapToLong(ServerInfo.Role::permissions)
            .reduce(0, (a, b) -> a | b);
    return Right.ADMINISTRATOR.isIn(rights) ? EVERYTHING : rights;
  }

  /** The server's rights, then the overwrites of everyone, of the roles together, of the bot. */
  private long inChannel(ChannelInfo channel) {
    long rights = inServer();
    if (rights == EVERYTHING) {
      return rights;
    }
    rights = apply(rights, channel.overwrites(), id -> id == server.id());
    rights = apply(rights, channel.overwrites(), heldRoles::contains);
    return apply(rights, channel.overwrites(), id -> id == botId);
  }

  /** Within a rank an allowance wins over a denial. */
  private static long apply(
      long rights, List<ChannelInfo.Overwrite> overwrites, Predicate<Long> subjects) {
    long allow = 0;
    long deny = 0;
    for (ChannelInfo.Overwrite overwrite : overwrites) {
      if (subjects.test(overwrite.id())) {
        allow |= overwrite.allow();
        deny |= overwrite.deny();
      }
    }
    return (rights & ~deny) | allow;
  }
}
