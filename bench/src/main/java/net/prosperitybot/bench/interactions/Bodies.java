package net.prosperitybot.bench.interactions;

import java.time.Instant;
import net.prosperitybot.common.discord.Snowflake;

/** Interactions as Discord sends them, whole, with all that we don't look at. */
final class Bodies {
  private static final String CALLER =
      """
      "member":{"avatar":null,"banner":null,"communication_disabled_until":null,"deaf":false,"flags":0,\
      "joined_at":"2023-05-01T12:00:00.000000+00:00","mute":false,"nick":null,"pending":false,\
      "permissions":"2248473465835073","premium_since":null,"roles":["4000000000000000011","4000000000000000012"],\
      "unusual_dm_activity_until":null,"user":{"avatar":"8342729096ea3675442027381ff50dfe",\
      "avatar_decoration_data":null,"clan":null,"discriminator":"0","global_name":"Ann","id":"%d",\
      "public_flags":64,"username":"ann"}}""";

  private static final String TOKEN =
      "aW50ZXJhY3Rpb246MTI5OTk5OTk5OTk5OTk5OTk5OTpLMnZRc1hGYjFZVXQ0d0hqT0d3YVhzVnZ2d2R2dGl5"
          .repeat(2);

  private Bodies() {}

  /** About 300 bytes. */
  static String ping(long bot, long id) {
    return """
        {"app_permissions":"2251799813685247","application_id":"%d","authorizing_integration_owners":{},\
        "entitlements":[],"id":"%d","token":"%s","type":1,"user":{"avatar":null,"discriminator":"0000",\
        "global_name":"Discord","id":"643945264868098049","username":"discord"},"version":1}"""
        .formatted(bot, id, TOKEN.substring(0, 60));
  }

  /** A PING of about this many bytes. */
  static String ping(long bot, long id, int bytes) {
    String plain = ping(bot, id);
    return plain.substring(0, plain.length() - 1)
        + ",\"padding\":\""
        + "x".repeat(Math.max(0, bytes - plain.length()))
        + "\"}";
  }

  /** A slash command without options. */
  static String command(long bot, long guild, long user, String name) {
    return command(bot, guild, user, name, "");
  }

  /** {@code /leaderboard page}. */
  static String leaderboard(long bot, long guild, long user, long page) {
    return command(
        bot,
        guild,
        user,
        "leaderboard",
        "\"options\":[{\"name\":\"page\",\"type\":4,\"value\":%d}],".formatted(page));
  }

  private static String command(long bot, long guild, long user, String name, String options) {
    return "{"
        + around(bot, guild)
        + CALLER.formatted(user)
        + ",\"data\":{\"id\":\"6000000000000000001\",\"name\":\"%s\",%s\"type\":1},"
            .formatted(name, options)
        + "\"token\":\""
        + TOKEN
        + "\",\"type\":2,\"version\":1}";
  }

  /** A click on a button under the clicker's own leaderboard. */
  static String click(long bot, long guild, long user, String customId) {
    return "{"
        + around(bot, guild)
        + CALLER.formatted(user)
        + ",\"data\":{\"component_type\":2,\"custom_id\":\"%s\",\"id\":3},".formatted(customId)
        + "\"message\":{\"id\":\"6000000000000000002\",\"interaction_metadata\":{\"id\":\"6000000000000000003\",\"user\":{\"id\":\"%d\"}}},"
            .formatted(user)
        + "\"token\":\""
        + TOKEN
        + "\",\"type\":3,\"version\":1}";
  }

  private static String around(long bot, long guild) {
    return """
        "app_permissions":"2222085186637376","application_id":"%d","authorizing_integration_owners":{"0":"%d"},\
        "channel":{"flags":0,"guild_id":"%d","icon_emoji":null,"id":"5000000000000000001","last_message_id":null,\
        "name":"general","nsfw":false,"parent_id":null,"permissions":"2248473465835073","position":1,\
        "rate_limit_per_user":0,"theme_color":null,"topic":null,"type":0},"channel_id":"5000000000000000001",\
        "context":0,"entitlement_sku_ids":[],"entitlements":[],"guild":{"features":["COMMUNITY"],"id":"%d",\
        "locale":"en-GB"},"guild_id":"%d","guild_locale":"en-GB","id":"%d","locale":"en-GB","""
        .formatted(bot, guild, guild, guild, guild, Snowflake.firstAt(Instant.now()));
  }
}
