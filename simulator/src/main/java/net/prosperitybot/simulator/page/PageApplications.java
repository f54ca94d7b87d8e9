package net.prosperitybot.simulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.prosperitybot.simulator.interactions.Interactions;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Entitlement;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Permissions;
import net.prosperitybot.simulator.world.Picture;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.Sku;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/**
 * The developer portal in miniature, and the shop. Throws an {@link IllegalArgumentException} with
 * words for the user where something can't be done.
 */
final class PageApplications {
  private static final int LONGEST_NAME = 32;
  private static final int MOST_BOUGHT = 50;

  /** What an application asks for that says nothing itself: to talk and to give roles. */
  private static final long USUAL_PERMISSIONS =
      Permissions.VIEW_CHANNEL
          | Permissions.SEND_MESSAGES
          | Permissions.EMBED_LINKS
          | Permissions.READ_MESSAGE_HISTORY
          | Permissions.MANAGE_ROLES;

  private final World world;
  private final Interactions interactions;
  private final BotConnections connections;

  PageApplications(World world, Interactions interactions, BotConnections connections) {
    this.world = world;
    this.interactions = interactions;
    this.connections = connections;
  }

  /** All applications; never their tokens. */
  ArrayNode list() {
    ArrayNode out = Json.array();
    for (Application bot : world.allApplications()) {
      // Asked before the world stands still: the gateway has locks of its own.
      int open = connections.open(bot.id());
      String status = connections.statusText(bot.id());
      out.add(world.still(() -> json(bot).put("connections", open).put("status", status)));
    }
    return out;
  }

  private ObjectNode json(Application bot) {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(bot.id()))
            .put("name", bot.name())
            .put("avatar", bot.bot().avatar().map(Picture::hash).orElse(null))
            .put("publicKey", bot.key().publicKeyHex())
            .put("endpoint", bot.interactionsEndpoint().orElse(""))
            .put("permissions", bot.askedPermissions().orElse(Long.toString(USUAL_PERMISSIONS)));
    json.putObject("intents")
        .put("members", granted(bot, Intents.GUILD_MEMBERS))
        .put("presences", granted(bot, Intents.GUILD_PRESENCES))
        .put("content", granted(bot, Intents.MESSAGE_CONTENT));
    json.set("servers", Json.ids(world.guildIdsOf(bot.id())));
    ArrayNode skus = json.putArray("skus");
    for (Sku sku : world.shop().skusOf(bot.id())) {
      skus.addObject().put("id", Json.id(sku.id())).put("name", sku.name());
    }
    ArrayNode bought = json.putArray("bought");
    world.shop().active(bot).stream().limit(MOST_BOUGHT).forEach(each -> bought.add(bought(each)));
    return json;
  }

  private ObjectNode bought(Entitlement entitlement) {
    String owner =
        entitlement.guildId() == 0
            ? world.user(entitlement.userId()).map(User::displayName).orElse("")
            : world.guild(entitlement.guildId()).map(Guild::name).orElse("");
    return Json.object()
        .put("id", Json.id(entitlement.id()))
        .put("name", entitlement.sku().name())
        .put("owner", owner);
  }

  private static boolean granted(Application bot, long intent) {
    return (bot.grantedIntents() & intent) != 0;
  }

  /** A new application of this user; its token is told here and never again. */
  ObjectNode create(User owner, JsonNode order) {
    String name = order.path("name").asText("").strip();
    if (name.length() < 2 || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("A name has 2 to 32 characters.");
    }
    Application made = world.applications().create(name, owner);
    return Json.object().put("id", Json.id(made.id())).put("token", world.still(made::token));
  }

  /** A new token, told here and never again; the old one is worth nothing. */
  ObjectNode resetToken(Application application) {
    return Json.object().put("token", world.applications().resetToken(application));
  }

  /** Switches privileged intents; those that the order does not name stay as they are. */
  void intents(Application application, JsonNode order) {
    long granted = world.still(application::grantedIntents);
    granted = switched(granted, order.path("members"), Intents.GUILD_MEMBERS);
    granted = switched(granted, order.path("presences"), Intents.GUILD_PRESENCES);
    granted = switched(granted, order.path("content"), Intents.MESSAGE_CONTENT);
    world.applications().grant(application, granted);
  }

  private static long switched(long granted, JsonNode order, long intent) {
    return order.asBoolean((granted & intent) != 0) ? granted | intent : granted & ~intent;
  }

  /** Saves the interactions endpoint once it has answered as it must; an empty one goes. */
  void endpoint(Application application, JsonNode order) {
    String url = order.path("url").asText("").strip();
    if (url.isEmpty()) {
      world.applications().interactionsEndpoint(application, null);
      return;
    }
    try {
      interactions.checkEndpoint(application, url);
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(
          "The specified interactions endpoint URL could not be verified.", refusal);
    }
    world.applications().interactionsEndpoint(application, url);
  }

  void delete(Application application) {
    world.applications().delete(application);
  }

  /** Lets a bot into a server that this user manages. */
  void invite(Application application, Guild guild, User by, JsonNode order) {
    long may =
        world.still(() -> guild.member(by.id()).map(m -> Permissions.in(guild, m)).orElse(0L));
    if (!Permissions.has(may, Permissions.MANAGE_GUILD)) {
      throw new IllegalArgumentException(
          by.displayName() + " needs Manage Server to add an application to " + guild.name() + ".");
    }
    if (world.guildIdsOf(application.id()).contains(guild.id())) {
      throw new IllegalArgumentException(
          application.name() + " is in " + guild.name() + " already.");
    }
    world.servers().invite(guild, application, Json.idIn(order, "permissions") & Permissions.ALL);
  }

  /** Buys for the user, or for the server looked at where it is sold to servers. */
  ObjectNode buy(long skuId, User user, JsonNode order) {
    Sku sku = world.shop().sku(skuId).orElseThrow(Refusal::unknownSku);
    world.shop().buy(user, sku, Json.idIn(order, "server"), null);
    return Json.object().put("name", sku.name());
  }

  /** Ends a subscription now, as when it is no longer paid. */
  void end(Application application, long entitlementId) {
    world.shop().end(bought(application, entitlementId), world.now());
  }

  void refund(Application application, long entitlementId) {
    world.shop().delete(bought(application, entitlementId));
  }

  private Entitlement bought(Application application, long entitlementId) {
    return world.shop().find(application, entitlementId).orElseThrow(Refusal::unknownEntitlement);
  }
}
