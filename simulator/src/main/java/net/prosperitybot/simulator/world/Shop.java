package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What applications sell, and what users and servers have bought of it. */
public final class Shop {
  private final World world;
  private final Map<Long, Sku> skus = new LinkedHashMap<>();
  private final Map<Long, Entitlement> entitlements = new LinkedHashMap<>();

  Shop(World world) {
    this.world = world;
  }

  /** Offers a subscription. */
  public Sku offer(Application application, String name, Sku.Owner owner) {
    return world.still(() -> offer(application, name, owner, world.nextId()));
  }

  /** Offers a subscription whose id was chosen elsewhere. */
  public Sku offer(Application application, String name, Sku.Owner owner, long id) {
    return world.still(
        () -> {
          Sku sku = new Sku(id, world.nextId(), application.id(), name, owner);
          skus.put(sku.id(), sku);
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
          return sku;
        });
  }

  public Optional<Sku> sku(long id) {
    return world.still(() -> Optional.ofNullable(skus.get(id)));
  }

  /** What an application sells, oldest first. */
  public List<Sku> skusOf(long applicationId) {
    return world.still(
        () -> skus.values().stream().filter(sku -> sku.applicationId() == applicationId).toList());
  }

  /** What an application sells, as Discord lists it. */
  public ArrayNode listed(Application application) {
    ArrayNode out = Json.array();
    skusOf(application.id()).forEach(sku -> sku.list(out));
    return out;
  }

  /**
   * Lets a user buy a subscription, for themselves or for a server.
   *
   * @param guildId the server; 0 for a subscription of users
   * @param endsAt null for one that goes on until somebody ends it
   * @throws IllegalArgumentException with words when it can't be bought like this
   */
  public Entitlement buy(User user, Sku sku, long guildId, @Nullable Instant endsAt) {
    return world.still(
        () -> {
          long owner =
              switch (sku.owner()) {
                case USER -> 0;
                case GUILD -> guildId;
              };
          if (sku.owner() == Sku.Owner.GUILD && guildId == 0) {
            throw new IllegalArgumentException("This subscription is for servers.");
          }
          boolean there =
              entitlements.values().stream()
                  .filter(each -> each.sku().equals(sku) && each.active(world.now()))
                  .anyMatch(each -> each.guildId() == owner && each.serves(user.id(), owner));
          if (there) {
            throw new IllegalArgumentException("This subscription is there already.");
          }
          return keep(sku, user.id(), owner, false, endsAt);
        });
  }

  /** Gives a user or a server a test entitlement, as an application may for itself. */
  public Entitlement giveToTest(Application application, Sku sku, Sku.Owner kind, long ownerId) {
    return world.still(
        () ->
            switch (kind) {
              case USER -> keep(sku, ownerId, 0, true, null);
              case GUILD -> keep(sku, application.owner().id(), ownerId, true, null);
            });
  }

  private Entitlement keep(
      Sku sku, long userId, long guildId, boolean test, @Nullable Instant endsAt) {
    Entitlement made =
        new Entitlement(world.nextId(), sku, userId, guildId, test, world.now(), endsAt);
    entitlements.put(made.id(), made);
    publish("ENTITLEMENT_CREATE", made);
    return made;
  }

  /** Ends a subscription at a time, which may have passed; null lets it go on. */
  public void end(Entitlement entitlement, @Nullable Instant at) {
    world.locked(
        () -> {
          entitlement.endAt(at);
          publish("ENTITLEMENT_UPDATE", entitlement);
        });
  }

  /** Takes it away, as a refund does. */
  public void delete(Entitlement entitlement) {
    world.locked(
        () -> {
          if (!entitlement.deleted()) {
            entitlement.delete();
            publish("ENTITLEMENT_DELETE", entitlement);
          }
        });
  }

  private void publish(String event, Entitlement entitlement) {
    long applicationId = entitlement.sku().applicationId();
    world.publish(event, 0, 0, entitlement.json(), List.of(applicationId));
    world.tell(Change.Kind.APPLICATION, 0, 0, applicationId);
  }

  /** The entitlement of this application; empty when there is none of this id. */
  public Optional<Entitlement> find(Application application, long id) {
    return world.still(
        () ->
            Optional.ofNullable(entitlements.get(id))
                .filter(each -> each.sku().applicationId() == application.id()));
  }

  /** Discord's entitlement object. */
  public ObjectNode json(Entitlement entitlement) {
    return world.still(entitlement::json);
  }

  /** What a user may make use of here: active ones of their own and of the server. */
  public List<ObjectNode> activeFor(Application application, long userId, long guildId) {
    return world.still(
        () ->
            of(application)
                .filter(each -> each.active(world.now()) && each.serves(userId, guildId))
                .map(Entitlement::json)
                .toList());
  }

  /** What users and servers have of an application now, oldest first. */
  public List<Entitlement> active(Application application) {
    return world.still(() -> of(application).filter(each -> each.active(world.now())).toList());
  }

  private Stream<Entitlement> of(Application application) {
    return entitlements.values().stream()
        .filter(each -> each.sku().applicationId() == application.id());
  }

  /**
   * What is asked for.
   *
   * @param userId 0 for everybody's
   * @param guildId 0 for every server's
   * @param skuIds empty for all
   * @param before only older ones; 0 for all
   * @param after only newer ones, the oldest of them first; 0 for all
   */
  public record Query(
      long userId,
      long guildId,
      Set<Long> skuIds,
      long before,
      long after,
      int limit,
      boolean excludeEnded,
      boolean excludeDeleted) {

    private boolean fits(Entitlement each, Instant now) {
      return (userId == 0 || each.userId() == userId)
          && (guildId == 0 || each.guildId() == guildId)
          && (skuIds.isEmpty() || skuIds.contains(each.sku().id()))
          && (before == 0 || each.id() < before)
          && each.id() > after
          && !(excludeEnded && each.ended(now))
          && !(excludeDeleted && each.deleted());
    }
  }

  /** A page of entitlements: the newest first, or after an id the oldest first. */
  public List<ObjectNode> list(Application application, Query query) {
    Comparator<Entitlement> oldestFirst = Comparator.comparingLong(Entitlement::id);
    return world.still(
        () ->
            of(application)
                .filter(each -> query.fits(each, world.now()))
                .sorted(query.after() == 0 ? oldestFirst.reversed() : oldestFirst)
                .limit(query.limit())
                .map(Entitlement::json)
                .toList());
  }

  /** Forgets all of an application that is gone. */
  void close(long applicationId) {
    entitlements.values().removeIf(each -> each.sku().applicationId() == applicationId);
    skus.values().removeIf(each -> each.applicationId() == applicationId);
  }
}
