package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.entities.UserSnowflake;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.PermissionException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.discord.RoleActions;

/** Reads, gives and takes members' roles with one bot's session; waits for each answer. */
final class SessionRoles implements RoleActions {
  /** The gateway answers within a moment, or the connection is gone. */
  private static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(15);

  private final ShardManager bot;
  private final Duration patience;

  /**
   * Role calls.
   *
   * @param patience how long one may wait out rate limits
   */
  SessionRoles(ShardManager bot, Duration patience) {
    this.bot = bot;
    this.patience = patience;
  }

  @Override
  public boolean holds(long guildId) {
    return bot.getGuildById(guildId) != null;
  }

  @Override
  public Optional<Set<Long>> heldRoles(MemberKey member) {
    try {
      return Optional.of(
          roles(
              RestAnswers.await(
                  guild(member.guildId()).retrieveMemberById(member.userId()).useCache(false),
                  patience)));
    } catch (ErrorResponseException e) {
      if (isMemberGone(e.getErrorResponse())) {
        return Optional.empty();
      }
      throw new DiscordUnavailableException("The member can't be read: " + e.getMeaning(), e);
    }
  }

  /** Through the gateway, which takes a hundred at once where REST takes one. */
  @Override
  public Map<Long, Set<Long>> heldRoles(long guildId, Collection<Long> userIds) {
    CompletableFuture<List<Member>> answer = new CompletableFuture<>();
    guild(guildId)
        .retrieveMembersByIds(false, userIds.stream().mapToLong(Long::longValue).toArray())
        .setTimeout(GATEWAY_PATIENCE)
        .onSuccess(answer::complete)
        .onError(answer::completeExceptionally);
    return RestAnswers.await(answer, GATEWAY_PATIENCE.plusSeconds(1)).stream()
        .collect(Collectors.toUnmodifiableMap(Member::getIdLong, SessionRoles::roles));
  }

  private static Set<Long> roles(Member member) {
    return member.getUnsortedRoles().stream()
        .map(ISnowflake::getIdLong)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Reach reach(long guildId, long roleId) {
    Guild guild = guild(guildId);
    Role role = guild.getRoleById(roleId);
    if (role == null) {
      return Reach.GONE;
    }
    if (role.isManaged() || role.isPublicRole()) {
      return Reach.MANAGED;
    }
    if (!guild.getSelfMember().hasPermission(Permission.MANAGE_ROLES)) {
      return Reach.NO_PERMISSION;
    }
    return guild.getSelfMember().canInteract(role) ? Reach.FREE : Reach.TOO_HIGH;
  }

  @Override
  public RoleResult addRole(MemberKey member, long roleId) {
    return change(
        member, roleId, (user, role) -> guild(member.guildId()).addRoleToMember(user, role));
  }

  @Override
  public RoleResult removeRole(MemberKey member, long roleId) {
    return change(
        member, roleId, (user, role) -> guild(member.guildId()).removeRoleFromMember(user, role));
  }

  private RoleResult change(
      MemberKey member, long roleId, BiFunction<UserSnowflake, Role, RestAction<Void>> change) {
    Role role = guild(member.guildId()).getRoleById(roleId);
    if (role == null) {
      return RoleResult.ROLE_GONE;
    }
    try {
      RestAnswers.await(change.apply(UserSnowflake.fromId(member.userId()), role), patience);
      return RoleResult.DONE;
    } catch (PermissionException e) {
      return RoleResult.FORBIDDEN;
    } catch (ErrorResponseException e) {
      return resultOf(e);
    }
  }

  private static RoleResult resultOf(ErrorResponseException no) {
    if (isMemberGone(no.getErrorResponse())) {
      return RoleResult.MEMBER_GONE;
    }
    if (no.getErrorResponse() == ErrorResponse.UNKNOWN_ROLE) {
      return RoleResult.ROLE_GONE;
    }
    if (no.getErrorResponse() == ErrorResponse.UNKNOWN_GUILD) {
      throw new DiscordUnavailableException("The server is out of reach just now", no);
    }
    return RestAnswers.isForbidden(no) ? RoleResult.FORBIDDEN : RoleResult.REJECTED;
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
}
