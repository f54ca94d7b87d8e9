package net.prosperitybot.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.prosperitybot.common.discord.Snowflake;

/** Interactions as Discord sends them, as far as anything of ours looks. */
public final class Payloads {
  public static final long GUILD = 4_000_000_000_000_000_001L;
  public static final long CALLER = 2_000_000_000_000_000_001L;
  public static final String TOKEN = "interaction-token";

  private Payloads() {}

  public static ObjectNode ping(long bot) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", 1)
        .put("id", "1")
        .put("application_id", Long.toString(bot))
        .put("token", TOKEN);
  }

  /** A command without options, run in {@link #GUILD} by {@link #CALLER}, who is called Ann. */
  public static ObjectNode command(long bot, String name) {
    ObjectNode interaction = inGuild(bot, 2);
    interaction.putObject("data").put("id", "9").put("name", name).put("type", 1);
    return interaction;
  }

  public static ObjectNode withInteger(ObjectNode command, String option, long value) {
    options(command).addObject().put("name", option).put("type", 4).put("value", value);
    return command;
  }

  public static ObjectNode withUser(
      ObjectNode command, String option, long user, String name, boolean bot) {
    String id = Long.toString(user);
    options(command).addObject().put("name", option).put("type", 6).put("value", id);
    ((ObjectNode) command.get("data"))
        .putObject("resolved")
        .putObject("users")
        .putObject(id)
        .put("id", id)
        .put("username", "user" + user)
        .put("global_name", name)
        .put("bot", bot);
    return command;
  }

  private static ArrayNode options(ObjectNode command) {
    return ((ObjectNode) command.get("data")).withArray("options");
  }

  /** A click on a button of a message that {@code owner} caused. */
  public static ObjectNode click(long bot, String customId, long owner, long clicker) {
    ObjectNode interaction = inGuild(bot, 3);
    user(interaction).put("id", Long.toString(clicker));
    interaction.putObject("data").put("custom_id", customId).put("component_type", 2);
    interaction
        .putObject("message")
        .put("id", "11")
        .putObject("interaction_metadata")
        .put("id", "10")
        .putObject("user")
        .put("id", Long.toString(owner));
    return interaction;
  }

  private static ObjectNode user(ObjectNode interaction) {
    return (ObjectNode) interaction.get("member").get("user");
  }

  public static ObjectNode inGuild(long bot, int type) {
    ObjectNode interaction =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type)
            .put("id", Long.toString(Snowflake.firstAt(Instant.now())))
            .put("application_id", Long.toString(bot))
            .put("token", TOKEN)
            .put("version", 1)
            .put("locale", "en-GB")
            .put("guild_id", Long.toString(GUILD))
            .put("channel_id", "5");
    interaction
        .putObject("member")
        .put("permissions", "0")
        .putNull("nick")
        .putObject("user")
        .put("id", Long.toString(CALLER))
        .put("username", "ann")
        .put("global_name", "Ann");
    return interaction;
  }
}
