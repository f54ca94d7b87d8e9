package net.prosperitybot.events.session;

import java.time.Duration;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.Method;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import net.prosperitybot.events.discord.ExistenceActions;

/**
 * {@code GET /channels/{id}} and {@code GET /guilds/{id}/roles/{id}}, for which the library has no
 * call: with its internal classes, so that the requests share its rate limits.
 */
final class ExistenceRequest implements ExistenceActions {
  private static final Route GET_CHANNEL = Route.custom(Method.GET, "channels/{channel_id}");
  private static final Route GET_ROLE =
      Route.custom(Method.GET, "guilds/{guild_id}/roles/{role_id}");
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ShardManager bot;

  ExistenceRequest(ShardManager bot) {
    this.bot = bot;
  }

  @Override
  public boolean holds(long guildId) {
    return bot.getGuildById(guildId) != null;
  }

  @Override
  public boolean knowsRole(long guildId, long roleId) {
    Guild guild = bot.getGuildById(guildId);
    return guild != null && guild.getRoleById(roleId) != null;
  }

  @Override
  public boolean knowsChannel(long guildId, long channelId) {
    Guild guild = bot.getGuildById(guildId);
    return guild != null && guild.getGuildChannelById(channelId) != null;
  }

  @Override
  public boolean isRoleDeleted(long guildId, long roleId) {
    return isUnknown(
        GET_ROLE.compile(Long.toString(guildId), Long.toString(roleId)),
        ErrorResponse.UNKNOWN_ROLE);
  }

  @Override
  public boolean isChannelDeleted(long channelId) {
    return isUnknown(GET_CHANNEL.compile(Long.toString(channelId)), ErrorResponse.UNKNOWN_CHANNEL);
  }

  private boolean isUnknown(Route.CompiledRoute route, ErrorResponse unknown) {
    JDA any = bot.getShardCache().iterator().next();
    try {
      RestAnswers.await(new RestActionImpl<>(any, route, (response, request) -> true), PATIENCE);
      return false;
    } catch (ErrorResponseException e) {
      return e.getErrorResponse() == unknown;
    }
  }
}
