package net.prosperitybot.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.common.discord.Snowflake;

/** Interactions as Discord sends them, as far as anything of ours looks. */
public final class Payloads {
  public static final long GUILD = 4_000_000_000_000_000_001L;
  public static final long CALLER = 2_000_000_000_000_000_001L;
  public static final String TOKEN = "interaction-token";

  private static final AtomicLong COUNTER = new AtomicLong();

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

  /**
   * A call as it is typed: {@code xp give} is a subcommand, {@code ignore roles add} in a group.
   */
  public static ObjectNode call(long bot, String line) {
    List<String> words = List.of(line.split(" "));
    ObjectNode interaction = command(bot, words.getFirst());
    ObjectNode at = (ObjectNode) interaction.get("data");
    for (int i = 1; i < words.size(); i++) {
      boolean last = i == words.size() - 1;
      at = at.putArray("options").addObject().put("name", words.get(i)).put("type", last ? 1 : 2);
    }
    return interaction;
  }

  public static ObjectNode withInteger(ObjectNode command, String option, long value) {
    options(command).addObject().put("name", option).put("type", 4).put("value", value);
    return command;
  }

  public static ObjectNode withNumber(ObjectNode command, String option, double value) {
    options(command).addObject().put("name", option).put("type", 10).put("value", value);
    return command;
  }

  public static ObjectNode withText(ObjectNode command, String option, String value) {
    options(command).addObject().put("name", option).put("type", 3).put("value", value);
    return command;
  }

  /** A user who may be in the server or not. */
  public static ObjectNode withUser(
      ObjectNode command, String option, long user, String name, boolean bot) {
    resolved(command, option, 6, "users", user)
        .put("username", "user" + user)
        .put("global_name", name)
        .put("bot", bot);
    return command;
  }

  /** A user who is in the server. */
  public static ObjectNode withMember(
      ObjectNode command, String option, long user, String name, boolean bot) {
    withUser(command, option, user, name, bot);
    ((ObjectNode) command.at("/data/resolved"))
        .withObjectProperty("members")
        .putObject(Long.toString(user))
        .putNull("nick");
    return command;
  }

  public static ObjectNode withRole(
      ObjectNode command, String option, long role, String name, int position, boolean managed) {
    resolved(command, option, 8, "roles", role)
        .put("name", name)
        .put("position", position)
        .put("managed", managed);
    return command;
  }

  public static ObjectNode withChannel(
      ObjectNode command, String option, long channel, String name, int type) {
    resolved(command, option, 7, "channels", channel).put("name", name).put("type", type);
    return command;
  }

  private static ObjectNode resolved(
      ObjectNode command, String option, int type, String kind, long id) {
    String text = Long.toString(id);
    options(command).addObject().put("name", option).put("type", type).put("value", text);
    return ((ObjectNode) command.get("data"))
        .withObjectProperty("resolved")
        .withObjectProperty(kind)
        .putObject(text)
        .put("id", text);
  }

  /** The options of the command, or of the subcommand that is called. */
  private static ArrayNode options(ObjectNode command) {
    ObjectNode at = (ObjectNode) command.get("data");
    while (at.at("/options/0/type").asInt() == 1 || at.at("/options/0/type").asInt() == 2) {
      at = (ObjectNode) at.at("/options/0");
    }
    return at.withArray("options");
  }

  /** A choice from a menu under a message that {@code owner} caused. */
  public static ObjectNode choice(
      long bot, String customId, long owner, long chooser, String value) {
    ObjectNode interaction = click(bot, customId, owner, chooser);
    ObjectNode data = (ObjectNode) interaction.get("data");
    data.put("component_type", 3).putArray("values").add(value);
    return interaction;
  }

  /** The same from a menu of channels. */
  public static ObjectNode channelChoice(
      long bot, String customId, long owner, long chooser, long channel, int type) {
    String id = Long.toString(channel);
    ObjectNode interaction = choice(bot, customId, owner, chooser, id);
    ObjectNode data = (ObjectNode) interaction.get("data");
    data.put("component_type", 8)
        .putObject("resolved")
        .putObject("channels")
        .putObject(id)
        .put("id", id)
        .put("name", "channel")
        .put("type", type);
    return interaction;
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

  /** A form that {@link #CALLER} sends. */
  public static ObjectNode form(long bot, String customId, Map<String, String> fields) {
    ObjectNode interaction = inGuild(bot, 5);
    ArrayNode labels =
        interaction.putObject("data").put("custom_id", customId).putArray("components");
    fields.forEach(
        (field, value) ->
            labels
                .addObject()
                .put("type", 18)
                .putObject("component")
                .put("type", 4)
                .put("custom_id", field)
                .put("value", value));
    return interaction;
  }

  /** What {@link #CALLER} bought comes with it. */
  public static ObjectNode withEntitlement(
      ObjectNode interaction, long id, long user, long sku, String endsAt) {
    interaction
        .withArray("entitlements")
        .addObject()
        .put("id", Long.toString(id))
        .put("user_id", Long.toString(user))
        .put("sku_id", Long.toString(sku))
        .put("application_id", interaction.path("application_id").asText())
        .put("type", 8)
        .put("deleted", false)
        .put("starts_at", "2026-01-01T00:00:00.000000+00:00")
        .put("ends_at", endsAt);
    return interaction;
  }

  private static ObjectNode user(ObjectNode interaction) {
    return (ObjectNode) interaction.get("member").get("user");
  }

  /** Of now, and no two alike. */
  private static long nextId() {
    return Snowflake.firstAt(Instant.now()) + COUNTER.incrementAndGet() % (1 << 22);
  }

  public static ObjectNode inGuild(long bot, int type) {
    ObjectNode interaction =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type)
            .put("id", Long.toString(nextId()))
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
