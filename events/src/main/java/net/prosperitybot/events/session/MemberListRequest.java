package net.prosperitybot.events.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.Method;
import net.dv8tion.jda.api.requests.Response;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.events.servers.MemberListSource;

/**
 * {@code GET /guilds/{id}/members}, for which the library has no call: with its internal classes,
 * so that the request shares its rate limits.
 */
final class MemberListRequest implements MemberListSource {
  private static final Route LIST_MEMBERS = Route.custom(Method.GET, "guilds/{guild_id}/members");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ShardManager bot;

  MemberListRequest(ShardManager bot) {
    this.bot = bot;
  }

  @Override
  public List<ListedMember> page(long guildId, long after) {
    JDA any = bot.getShardCache().iterator().next();
    Route.CompiledRoute route =
        LIST_MEMBERS
            .compile(Long.toString(guildId))
            .withQueryParams("limit", Integer.toString(PAGE_SIZE), "after", Long.toString(after));
    return RestAnswers.await(
        new RestActionImpl<List<ListedMember>>(
            any, route, (response, request) -> members(response)),
        PATIENCE);
  }

  private static List<ListedMember> members(Response response) {
    DataArray array = response.getArray();
    List<ListedMember> members = new ArrayList<>(array.length());
    for (int i = 0; i < array.length(); i++) {
      DataObject member = array.getObject(i);
      members.add(
          new ListedMember(
              member.getObject("user").getUnsignedLong("id"),
              // Discord leaves it out for guests.
              member.isNull("joined_at")
                  ? Snowflake.timeOf(0)
                  : member.getOffsetDateTime("joined_at").toInstant()));
    }
    return members;
  }
}
