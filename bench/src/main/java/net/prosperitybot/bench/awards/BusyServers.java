package net.prosperitybot.bench.awards;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;

/**
 * Servers in which everybody writes: whose turn it is goes round, and each message comes a minute
 * of its author's after the last one, so that it earns.
 *
 * <p>Two sets of the same size, one for ours and one for the reference, which keeps no counts.
 */
final class BusyServers {
  static final Duration COOLDOWN = Duration.ofSeconds(60);

  private static final long FIRST_GUILD = 4_500_000_000_000_000_000L;
  private static final long FIRST_USER = 2_500_000_000_000_000_000L;
  private static final int ROWS_A_BATCH = 500;
  private static final int LEAST_XP = 15;
  private static final int MOST_XP = 30;

  /** Long enough ago that some thousand messages of everybody lie in the past. */
  private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");

  private final long firstGuild;
  private final int servers;
  private final Sets sets;
  private final SplittableRandom random = new SplittableRandom(3);
  private final long firstMinute;
  private long messages;

  private BusyServers(long firstGuild, int servers, Sets sets) {
    this.firstGuild = firstGuild;
    this.servers = servers;
    this.sets = sets;
    this.firstMinute = sets.lastMinute + 1;
  }

  /** The set that ours writes in, in so many of its servers. */
  static BusyServers ofOurs(Lab lab, int servers) throws Exception {
    return new BusyServers(FIRST_GUILD, servers, Sets.of(lab));
  }

  /** The set of the reference. */
  static BusyServers ofReference(Lab lab, int servers) throws Exception {
    return new BusyServers(FIRST_GUILD + Sets.SERVERS, servers, Sets.of(lab));
  }

  /** The next message, of the next server in turn. */
  XpAward next() {
    long number = messages++;
    long guild = firstGuild + number % servers;
    long index = number / servers % sets.membersOfEach;
    long minute = firstMinute + number / servers / sets.membersOfEach;
    sets.lastMinute = Math.max(sets.lastMinute, minute);
    return award(guild, index, minute, number, random.nextInt(LEAST_XP, MOST_XP + 1));
  }

  /** What the author of a message is called: the same each time, as most names are. */
  static UserName name(XpAward award) {
    long user = award.member().userId();
    return new UserName(user, "user" + user, "User");
  }

  private static XpAward award(long guild, long index, long minute, long number, int xp) {
    // The counter of a snowflake keeps the ids of a minute's messages apart.
    long messageId = Snowflake.firstAt(BEGIN.plusSeconds(61 * minute)) + number % (1 << 22);
    return new XpAward(
        new MemberKey(guild, FIRST_USER + (guild - FIRST_GUILD) * Sets.USERS_APART + index),
        messageId,
        1,
        xp,
        COOLDOWN,
        XpLedger.Presence.FROM_MEMBER_EVENTS);
  }

  /** The members, seeded once; who uses them later goes on later in time. */
  private static final class Sets {
    static final int SERVERS = 64;
    static final long USERS_APART = 1_000_000;

    private final int membersOfEach;

    /** The latest that anybody has written in. */
    private long lastMinute;

    private Sets(int membersOfEach) {
      this.membersOfEach = membersOfEach;
    }

    static Sets of(Lab lab) throws Exception {
      return lab.part(Sets.class, Sets::seed);
    }

    private static Sets seed(Lab lab) throws Exception {
      Database database = Stage.of(lab).stack().database();
      XpLedger ledger = new XpLedger(database);
      int members = lab.scale().bigServer() / 320;
      for (int server = 0; server < 2 * SERVERS; server++) {
        long guild = FIRST_GUILD + server;
        database
            .dsl()
            .execute(
                "INSERT INTO guilds (id, name, created_at, updated_at)"
                    + " VALUES (?, 'Busy', '2026-01-01', '2026-01-01')",
                guild);
        for (int from = 0; from < members; from += ROWS_A_BATCH) {
          List<XpAward> first =
              IntStream.range(from, Math.min(members, from + ROWS_A_BATCH))
                  .mapToObj(index -> award(guild, index, 0, index, MOST_XP))
                  .toList();
          ledger.award(first, first.stream().map(BusyServers::name).toList());
        }
      }
      return new Sets(members);
    }
  }
}
