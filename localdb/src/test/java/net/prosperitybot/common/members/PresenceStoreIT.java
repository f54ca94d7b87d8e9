package net.prosperitybot.common.members;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.levelling.Ledger.award;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.prosperitybot.common.levelling.Ledger;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.localdb.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceStoreIT {
  private static final TestDatabase TEST = TestDatabase.create();
  private static final long GUILD = 1;

  private final PresenceStore presence = new PresenceStore(TEST.database());

  @AfterAll
  static void dropDatabase() {
    TEST.close();
  }

  @BeforeEach
  void tenMembers() {
    TEST.database().dsl().deleteFrom(GUILD_USERS).execute();
    TEST.database().dsl().execute("DELETE FROM message_logs");
    new XpLedger(TEST.database())
        .award(
            LongStream.rangeClosed(1, 10)
                .mapToObj(user -> award(new MemberKey(GUILD, user), 0, 20))
                .toList(),
            List.of());
  }

  @Test
  void aLeaverKeepsTheirXpAndIsBackOnRejoining() {
    presence.left(new MemberKey(GUILD, 3));
    assertEquals(new TreeSet<>(Set.of(1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L, 10L)), presentMembers());
    presence.joined(new MemberKey(GUILD, 3));
    assertEquals(10, presentMembers().size());
    assertEquals(
        200L,
        TEST.database()
            .dsl()
            .resultQuery("SELECT SUM(xp) FROM guild_users")
            .fetchSingle()
            .get(0, Long.class));
  }

  @Test
  void whoLeftIsBroughtBackByAMessageFromAfterThatOnly() {
    XpLedger ledger = new XpLedger(TEST.database());
    presence.left(new MemberKey(GUILD, 3));
    ledger.award(List.of(award(new MemberKey(GUILD, 3), 120, 20)), List.of());
    assertEquals(9, presentMembers().size(), "it was written before, and heard late");
    Instant later = Instant.now().plusSeconds(3600);
    int secondsAfterNoon = Math.toIntExact(Duration.between(Ledger.NOON, later).toSeconds());
    ledger.award(List.of(award(new MemberKey(GUILD, 3), secondsAfterNoon, 20)), List.of());
    assertEquals(10, presentMembers().size());
  }

  @Test
  void joiningMakesNoRowForSomeoneWhoNeverWrote() {
    presence.joined(new MemberKey(GUILD, 4711));
    assertEquals(10, TEST.database().dsl().fetchCount(GUILD_USERS));
  }

  @Test
  void aPageSpeaksOnlyOfItsOwnRange() {
    presence.left(new MemberKey(GUILD, 4));
    assertEquals(
        new PresenceStore.PageChanges(List.of(4L), List.of(5L), List.of()),
        applyPage(2, 6, longAgo(3, 4, 6), Set.of()));
    assertEquals(new TreeSet<>(Set.of(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L)), presentMembers());
  }

  @Test
  void membersWhoMovedMeanwhileStayAsTheyAre() {
    presence.left(new MemberKey(GUILD, 4));
    assertEquals(0, applyPage(3, 5, longAgo(4), Set.of(4L, 5L)).count());
  }

  @Test
  void whoIsKnownForLongerThanTheyAreMembersHasRejoined() {
    Map<Long, Instant> listed = new HashMap<>(longAgo(1, 2, 3));
    Instant known =
        TEST.database().dsl().fetchSingle(GUILD_USERS, GUILD_USERS.USER_ID.eq(1L)).getCreatedAt();
    listed.replace(1L, known.plusNanos(999_999)); // Discord is more exact
    listed.replace(2L, Instant.now().plusSeconds(60));
    listed.replace(3L, Instant.now().plusSeconds(60));
    assertEquals(
        new PresenceStore.PageChanges(List.of(), List.of(), List.of(2L)),
        applyPage(0, 3, listed, Set.of(3L)));
  }

  private static Map<Long, Instant> longAgo(long... users) {
    return LongStream.of(users)
        .boxed()
        .collect(Collectors.toMap(user -> user, user -> Instant.EPOCH));
  }

  private static PresenceStore.PageChanges applyPage(
      long after, long upTo, Map<Long, Instant> listed, Set<Long> unsettled) {
    return TEST.database()
        .transaction(tx -> PresenceStore.applyPage(tx, GUILD, after, upTo, listed, unsettled));
  }

  private static Set<Long> presentMembers() {
    return new TreeSet<>(
        TEST.database()
            .dsl()
            .select(GUILD_USERS.USER_ID)
            .from(GUILD_USERS)
            .where(GUILD_USERS.PRESENT.isTrue())
            .fetchSet(GUILD_USERS.USER_ID));
  }
}
