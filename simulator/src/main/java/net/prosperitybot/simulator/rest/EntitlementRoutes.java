package net.prosperitybot.simulator.rest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import java.util.List;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Entitlement;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Problems;
import net.prosperitybot.simulator.world.Refusal;
import net.prosperitybot.simulator.world.Shop;
import net.prosperitybot.simulator.world.Sku;
import net.prosperitybot.simulator.world.World;

/** What an application sells and who has it. */
final class EntitlementRoutes {
  private static final String ALL = "/applications/{application_id}/entitlements";
  private static final String ONE = ALL + "/{entitlement_id}";
  private static final int GUILD_OWNER = 1;
  private static final int USER_OWNER = 2;
  private static final int MOST = 100;

  private final World world;

  EntitlementRoutes(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.bot(GET, "/applications/{application_id}/skus", Limit.USUAL, this::skus),
        Route.bot(GET, ALL, Limit.USUAL, this::list),
        Route.bot(POST, ALL, Limit.USUAL, this::create),
        Route.bot(GET, ONE, Limit.USUAL, this::one),
        Route.bot(DELETE, ONE, Limit.USUAL, this::delete));
  }

  private Answer skus(Call call) {
    return Answer.ok(world.shop().listed(CommandRoutes.own(call)));
  }

  private Answer list(Call call) {
    Shop.Query query =
        new Shop.Query(
            call.queryId("user_id"),
            call.queryId("guild_id"),
            call.queryIds("sku_ids"),
            call.queryId("before"),
            call.queryId("after"),
            call.number("limit", MOST, 1, MOST),
            call.flag("exclude_ended", false),
            call.flag("exclude_deleted", true));
    return Answer.ok(world.shop().list(CommandRoutes.own(call), query));
  }

  private Answer create(Call call) {
    Application application = CommandRoutes.own(call);
    Sku sku =
        world
            .shop()
            .sku(Json.idIn(call.body(), "sku_id"))
            .filter(each -> each.applicationId() == application.id())
            .orElseThrow(Refusal::unknownSku);
    long ownerId = Json.idIn(call.body(), "owner_id");
    Sku.Owner kind = ownerKind(call, ownerId);
    Entitlement made = world.shop().giveToTest(application, sku, kind, ownerId);
    return Answer.ok(world.shop().json(made));
  }

  private Sku.Owner ownerKind(Call call, long ownerId) {
    return switch (call.body().path("owner_type").asInt()) {
      case GUILD_OWNER ->
          world.guild(ownerId).map(guild -> Sku.Owner.GUILD).orElseThrow(Refusal::unknownGuild);
      case USER_OWNER ->
          world.user(ownerId).map(user -> Sku.Owner.USER).orElseThrow(Refusal::unknownUser);
      default ->
          throw Problems.one("owner_type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
    };
  }

  private Entitlement found(Call call) {
    return world
        .shop()
        .find(CommandRoutes.own(call), call.id("entitlement_id"))
        .orElseThrow(Refusal::unknownEntitlement);
  }

  private Answer one(Call call) {
    return Answer.ok(world.shop().json(found(call)));
  }

  /** An application takes back only what it gave to test with. */
  private Answer delete(Call call) {
    Entitlement found = found(call);
    if (!found.test()) {
      throw Refusal.missingAccess();
    }
    world.shop().delete(found);
    return Answer.nothing();
  }
}
