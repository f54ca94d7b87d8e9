package net.prosperitybot.bench.population;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Stage;
import net.prosperitybot.common.members.MemberKey;

/**
 * One big server beside many small ones, and the same several times over once it has grown. Every
 * id and every member's XP follows from an index, so that nobody needs to ask the database.
 *
 * <p>Half of a server's members are below level 3, evenly by XP; the other half reaches up to level
 * 54, the fewer the higher.
 */
public final class Population {
  /** Members of each small server. */
  public static final int SMALL_SERVER = 5;

  private static final long FIRST_GUILD = 4_100_000_000_000_000_000L;
  private static final long FIRST_USER = 2_100_000_000_000_000_000L;
  private static final long GUILDS_A_COPY = 1_000_000;
  private static final long USERS_A_COPY = 10_000_000;

  /** What level 3 requires. */
  private static final int FEW_XP = 475;

  private static final double MOST_XP = 350_000;

  private final int bigServer;
  private final int smallServers;
  private final Seeder seeder;
  private int copies;

  private Population(int bigServer, int smallServers, Seeder seeder) {
    this.bigServer = bigServer;
    this.smallServers = smallServers;
    this.seeder = seeder;
  }

  /** The population of the lab's database, seeded when it is first asked for. */
  public static Population of(Lab lab) throws Exception {
    return lab.part(
        Population.class,
        made -> {
          Population population =
              new Population(
                  made.scale().bigServer(),
                  made.scale().smallServers(),
                  new Seeder(Stage.of(made).stack().database()));
          population.grow(1);
          return population;
        });
  }

  /** Makes it so many times as large as at first, by more servers of the same sizes. */
  public void grow(int times) {
    for (; copies < times; copies++) {
      seeder.seed(copies, bigServer, smallServers);
    }
    seeder.settle();
  }

  /** How many members there are over all servers. */
  public long members() {
    return (long) copies * membersOfACopy();
  }

  private int membersOfACopy() {
    return bigServer + smallServers * SMALL_SERVER;
  }

  /** The big server that pages are read of. */
  public long bigGuild() {
    return guild(0, 0);
  }

  /** How many members it has. */
  public int bigServerSize() {
    return bigServer;
  }

  /** One of them, from 0 on. */
  public long bigMember(int index) {
    return user(0, 0, index);
  }

  /** How many small servers there are beside it. */
  public int smallServers() {
    return smallServers;
  }

  /** One of them, from 0 on. */
  public long smallGuild(int index) {
    return guild(0, 1 + index);
  }

  /** One of the {@link #SMALL_SERVER} members of a small server. */
  public MemberKey smallMember(int server, int index) {
    return new MemberKey(smallGuild(server), user(0, 1 + server, index));
  }

  /** Somebody, each of the first million as likely as another. */
  public MemberKey anyMember(SplittableRandom random) {
    int index = random.nextInt(membersOfACopy());
    return index < bigServer
        ? new MemberKey(bigGuild(), bigMember(index))
        : smallMember((index - bigServer) / SMALL_SERVER, (index - bigServer) % SMALL_SERVER);
  }

  /** Somebody of all that there are, each as likely as another. */
  public MemberKey anyOfAll(SplittableRandom random) {
    int copy = random.nextInt(copies);
    int index = random.nextInt(membersOfACopy());
    int number = index < bigServer ? 0 : 1 + (index - bigServer) / SMALL_SERVER;
    int place = index < bigServer ? index : (index - bigServer) % SMALL_SERVER;
    return new MemberKey(guild(copy, number), user(copy, number, place));
  }

  /** A server; number 0 of each copy is the big one. */
  static long guild(int copy, int number) {
    return FIRST_GUILD + copy * GUILDS_A_COPY + number;
  }

  /** A member of it; nobody is in two servers. */
  static long user(int copy, int guildNumber, int index) {
    long before = guildNumber == 0 ? 0 : USERS_A_COPY / 10 + (long) guildNumber * SMALL_SERVER;
    return FIRST_USER + copy * USERS_A_COPY + before + index;
  }

  /** What a user has, 1 or more. */
  static long xp(long userId) {
    // A generator a user, so that the same user has the same XP in every run.
    RandomGenerator random = new SplittableRandom(userId);
    double share = random.nextDouble();
    return share < 0.5
        ? 1 + (long) (share * 2 * (FEW_XP - 1))
        : (long) (FEW_XP * Math.pow(MOST_XP / FEW_XP, share * 2 - 1));
  }
}
