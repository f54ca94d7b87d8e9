package net.prosperitybot.common.premium;

import static net.prosperitybot.common.database.schema.Tables.ENTITLEMENTS;
import static net.prosperitybot.common.database.schema.Tables.PREMIUM_GRANTS;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.EntitlementsRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Who has premium: by the operator's grant, or by an entitlement of the main application.
 *
 * <p>Compared with the database's clock. Ends are kept, so that the grace period needs no row of
 * its own.
 */
public final class PremiumStore {
  private static final Field<Instant> NOW =
      DSL.field("UTC_TIMESTAMP(3)", PREMIUM_GRANTS.GRANTED_AT.getDataType());

  /** Later than all that is written. */
  private static final Instant AT_ANY_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private static final Comparator<Premium> BY_WORTH =
      Comparator.comparingInt(PremiumStore::rank).thenComparing(PremiumStore::endOf);

  private final Database database;
  private final PremiumConfig config;

  public PremiumStore(Database database, PremiumConfig config) {
    this.database = database;
    this.config = config;
  }

  /** A grant of the operator, as it is listed. */
  public record Grant(
      long userId, Optional<Instant> endsAt, Optional<String> note, Instant grantedAt) {}

  /**
   * Gives premium until then, in place of an earlier grant.
   *
   * @param endsAt empty for until it is revoked
   * @param note for the operator, at most 200 characters
   */
  public void grant(long userId, Optional<Instant> endsAt, Optional<String> note) {
    database
        .dsl()
        .execute(
            """
            INSERT INTO premium_grants (user_id, ends_at, note, granted_at)
            VALUES (?, ?, ?, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE
              ends_at = VALUES(ends_at), note = VALUES(note), granted_at = VALUES(granted_at)
            """,
            userId,
            DSL.val(endsAt.orElse(null), PREMIUM_GRANTS.ENDS_AT),
            note.orElse(null));
  }

  /**
   * Ends a grant now; the grace period begins.
   *
   * @return false when there is none that runs
   */
  public boolean revoke(long userId) {
    return database
            .dsl()
            .update(PREMIUM_GRANTS)
            .set(PREMIUM_GRANTS.ENDS_AT, NOW)
            .where(PREMIUM_GRANTS.USER_ID.eq(userId))
            .and(PREMIUM_GRANTS.ENDS_AT.isNull().or(PREMIUM_GRANTS.ENDS_AT.gt(NOW)))
            .execute()
        == 1;
  }

  /** All grants that were ever given, by user. */
  public List<Grant> grants() {
    return database
        .dsl()
        .selectFrom(PREMIUM_GRANTS)
        .orderBy(PREMIUM_GRANTS.USER_ID)
        .fetch(
            row ->
                new Grant(
                    row.getUserId(),
                    Optional.ofNullable(row.getEndsAt()),
                    Optional.ofNullable(row.getNote()),
                    row.getGrantedAt()));
  }

  /** All entitlements that are known of a product, by user. */
  public List<Entitlement> entitlements(long skuId) {
    return database
        .dsl()
        .selectFrom(ENTITLEMENTS)
        .where(ENTITLEMENTS.SKU_ID.eq(skuId))
        .orderBy(ENTITLEMENTS.USER_ID, ENTITLEMENTS.ID)
        .fetch(PremiumStore::entitlement);
  }

  private static Entitlement entitlement(EntitlementsRecord row) {
    return new Entitlement(
        row.getId(),
        row.getUserId(),
        row.getSkuId(),
        Optional.ofNullable(row.getStartsAt()),
        Optional.ofNullable(row.getEndsAt()));
  }

  /** Discord told of an entitlement: a new one, or what has become of one. */
  public void entitled(Entitlement entitlement) {
    write(database.dsl(), entitlement, AT_ANY_TIME);
  }

  /**
   * The same in passing, when it may come late.
   *
   * @param toldAt as Discord had it then: what has become known since stays
   */
  public void entitled(Entitlement entitlement, Instant toldAt) {
    write(database.dsl(), entitlement, toldAt);
  }

  /** Discord took an entitlement back, after a refund for one: it ends now, if it ran. */
  public void entitlementTaken(long entitlementId) {
    end(database.dsl(), List.of(entitlementId));
  }

  /**
   * Makes what is known of a product agree with Discord's own list of what runs; what is not in it
   * has ended.
   *
   * @param running everything of that product that has not ended, whole
   * @param askedAt the database's time before Discord was asked: what was told since then stays
   */
  public void agreeWith(long skuId, Collection<Entitlement> running, Instant askedAt) {
    database.transaction(
        tx -> {
          running.forEach(entitlement -> write(tx, entitlement, askedAt));
          Set<Long> listed = running.stream().map(Entitlement::id).collect(Collectors.toSet());
          List<Long> over =
              tx
                  .select(ENTITLEMENTS.ID)
                  .from(ENTITLEMENTS)
                  .where(ENTITLEMENTS.SKU_ID.eq(skuId))
                  .and(ENTITLEMENTS.UPDATED_AT.lt(askedAt))
                  .and(ENTITLEMENTS.ENDS_AT.isNull().or(ENTITLEMENTS.ENDS_AT.gt(NOW)))
                  .fetch(ENTITLEMENTS.ID)
                  .stream()
                  .filter(id -> !listed.contains(id))
                  .toList();
          end(tx, over);
          return skuId;
        });
  }

  /** The database's time, for {@link #agreeWith}. */
  public Instant now() {
    return database.dsl().select(NOW).fetchSingle().value1();
  }

  private static void write(DSLContext db, Entitlement entitlement, Instant toldAt) {
    Param<Instant> starts = DSL.val(entitlement.startsAt().orElse(null), ENTITLEMENTS.STARTS_AT);
    Param<Instant> ends = DSL.val(entitlement.endsAt().orElse(null), ENTITLEMENTS.ENDS_AT);
    Param<Instant> told = DSL.val(toldAt, ENTITLEMENTS.UPDATED_AT);
    // Assigned from left to right: what is compared with comes last.
    db.execute(
        """
        INSERT INTO entitlements (id, user_id, sku_id, starts_at, ends_at, updated_at)
        VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
        ON DUPLICATE KEY UPDATE
          starts_at = IF(updated_at < ?, VALUES(starts_at), starts_at),
          ends_at = IF(updated_at < ?, VALUES(ends_at), ends_at),
          updated_at = IF(updated_at < ?, VALUES(updated_at), updated_at)
        """,
        entitlement.id(),
        entitlement.userId(),
        entitlement.skuId(),
        starts,
        ends,
        told,
        told,
        told);
  }

  private static void end(DSLContext db, Collection<Long> ids) {
    db.update(ENTITLEMENTS)
        .set(ENTITLEMENTS.ENDS_AT, NOW)
        .set(ENTITLEMENTS.UPDATED_AT, NOW)
        .where(ENTITLEMENTS.ID.in(ids))
        .and(ENTITLEMENTS.ENDS_AT.isNull().or(ENTITLEMENTS.ENDS_AT.gt(NOW)))
        .execute();
  }

  public Premium of(long userId) {
    return of(Set.of(userId)).getOrDefault(userId, new Premium.None());
  }

  /** How these users stand; who is missing never had any. */
  public Map<Long, Premium> of(Collection<Long> userIds) {
    return standing(PREMIUM_GRANTS.USER_ID.in(userIds), ENTITLEMENTS.USER_ID.in(userIds));
  }

  /** How everybody stands who ever had any. */
  public Map<Long, Premium> all() {
    return standing(DSL.noCondition(), DSL.noCondition());
  }

  private Map<Long, Premium> standing(Condition granted, Condition entitled) {
    Map<Long, Premium> standing = new HashMap<>();
    database
        .dsl()
        .select(PREMIUM_GRANTS.USER_ID, PREMIUM_GRANTS.ENDS_AT, NOW)
        .from(PREMIUM_GRANTS)
        .where(granted)
        .unionAll(
            DSL.select(ENTITLEMENTS.USER_ID, ENTITLEMENTS.ENDS_AT, NOW)
                .from(ENTITLEMENTS)
                .where(entitled)
                .and(ENTITLEMENTS.SKU_ID.eq(sku()))
                .and(ENTITLEMENTS.STARTS_AT.isNull().or(ENTITLEMENTS.STARTS_AT.le(NOW))))
        .forEach(
            row ->
                standing.merge(
                    row.value1(),
                    standing(row.value2(), row.value3()),
                    PremiumStore::whatLastsLonger));
    return standing;
  }

  /** What is sold now; what was bought of something else counts no more. */
  private long sku() {
    return config.sku().orElse(0);
  }

  private Premium standing(@Nullable Instant endsAt, Instant now) {
    if (endsAt == null || endsAt.isAfter(now)) {
      return new Premium.Active(Optional.ofNullable(endsAt));
    }
    Instant graceEnds = endsAt.plus(config.grace());
    return graceEnds.isAfter(now) ? new Premium.Grace(graceEnds) : new Premium.None();
  }

  private static Premium whatLastsLonger(Premium one, Premium other) {
    return BY_WORTH.compare(one, other) >= 0 ? one : other;
  }

  private static int rank(Premium premium) {
    return switch (premium) {
      case Premium.None none -> 0;
      case Premium.Grace grace -> 1;
      case Premium.Active active -> 2;
    };
  }

  private static Instant endOf(Premium premium) {
    return switch (premium) {
      case Premium.None none -> Instant.MIN;
      case Premium.Grace grace -> grace.until();
      case Premium.Active active -> active.until().orElse(Instant.MAX);
    };
  }
}
