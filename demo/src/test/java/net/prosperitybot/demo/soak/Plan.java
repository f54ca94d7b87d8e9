package net.prosperitybot.demo.soak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.prosperitybot.demo.soak.Step.CustomerWish;

/**
 * What is done, in its order: a pure function of the seed and the size. It keeps its own count of
 * who is where, so that what it asks for is possible.
 */
final class Plan implements Iterator<Step> {
  /** Processes are replaced in this first part alone, so that the last ones live for a while. */
  private static final double REPLACEMENTS_UNTIL = 0.6;

  private static final double FIRST_TROUBLE = 0.12;
  private static final double LAST_TROUBLE = 0.92;
  private static final int OFF_TOPIC_IN = 5;
  private static final int DELETED_IN = 100;
  private static final int SHORTEST_TROUBLE_MILLIS = 1_000;
  private static final int LONGEST_TROUBLE_MILLIS = 4_000;

  private final SoakSize size;
  private final SplittableRandom random;
  private final Queue<Step> due = new ArrayDeque<>();
  private final List<Crowd> crowds;
  private final List<PlannedRoles> roles;
  private final List<PlannedBot> bots = new ArrayList<>();
  private final List<TroubleKind> deck = new ArrayList<>();
  private final double[] weights;
  private int said;
  private int awayFrom = -1;

  Plan(long seed, SoakSize size) {
    this.size = size;
    this.random = new SplittableRandom(seed);
    this.crowds =
        IntStream.range(0, size.servers()).mapToObj(i -> new Crowd(size.membersOf(i))).toList();
    this.roles = crowds.stream().map(each -> new PlannedRoles()).toList();
    this.weights =
        IntStream.range(0, size.servers()).mapToDouble(i -> Math.sqrt(size.membersOf(i))).toArray();
    for (int i = 0; i < size.customers(); i++) {
      bots.add(new PlannedBot());
      due.add(new Step.Wish(i, CustomerWish.SET_UP));
    }
  }

  @Override
  public boolean hasNext() {
    return !due.isEmpty() || said < size.messages();
  }

  @Override
  public Step next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (due.isEmpty()) {
      addWhatIsDue();
      due.add(say());
      said++;
    }
    return due.remove();
  }

  private void addWhatIsDue() {
    if (isTurn(size.interactions())) {
      due.add(interaction());
    }
    if (isTurn(size.comings())) {
      due.add(coming());
    }
    if (isTurn(2L * size.botTrips())) {
      due.add(botTrip());
    }
    if (isTurn(size.customerWishes())) {
      int customer = random.nextInt(size.customers());
      due.add(new Step.Wish(customer, bots.get(customer).next(random)));
    }
    if (isTurn(size.measures())) {
      due.add(new Step.Measure());
    }
    if (isTroubleTurn()) {
      due.add(trouble());
    }
  }

  /** Whether it is the turn of one of so many things that are spread evenly over all messages. */
  private boolean isTurn(long times) {
    return said * times / size.messages() != (said + 1) * times / size.messages();
  }

  private boolean isTroubleTurn() {
    long first = (long) (size.messages() * FIRST_TROUBLE);
    long all = (long) (size.messages() * (LAST_TROUBLE - FIRST_TROUBLE));
    long at = said - first;
    return at >= 0 && at < all && at * size.troubles() / all != (at + 1) * size.troubles() / all;
  }

  // Talk

  private Step say() {
    int server = server();
    return new Step.Say(
        server,
        crowds.get(server).anybody(random),
        random.nextInt(OFF_TOPIC_IN) == 0,
        random.nextInt(DELETED_IN) == 0);
  }

  /** More is said where more people are. */
  private int server() {
    double at = random.nextDouble(Arrays.stream(weights).sum());
    int server = 0;
    while (server < weights.length - 1 && at >= weights[server]) {
      at -= weights[server];
      server++;
    }
    return server;
  }

  private Step coming() {
    int server = server();
    Crowd crowd = crowds.get(server);
    return crowd.isThin() || random.nextBoolean()
        ? new Step.Join(server, crowd.comes(random))
        : new Step.Leave(server, crowd.goes(random));
  }

  private Step botTrip() {
    if (awayFrom < 0) {
      awayFrom = random.nextInt(size.servers());
      return new Step.BotLeaves(awayFrom);
    }
    Step back = new Step.BotComes(awayFrom);
    awayFrom = -1;
    return back;
  }

  // Commands

  private Step interaction() {
    int server = server();
    int member = crowds.get(server).anybody(random);
    int kind = random.nextInt(10);
    if (kind < 6) {
      return new Step.Ask(server, member, any(Step.Question.values()), random.nextInt(4) == 0);
    }
    if (kind < 8) {
      return adjustment(server, member);
    }
    return new Step.Set(server, setting(server));
  }

  private Step adjustment(int server, int member) {
    Step.Adjustment kind = any(Step.Adjustment.values());
    int amount =
        switch (kind) {
          case XP_GIVE, XP_TAKE -> random.nextInt(1, 500);
          case LEVELS_GIVE, LEVELS_TAKE -> random.nextInt(1, 3);
        };
    return new Step.Adjust(server, member, kind, amount, random.nextInt(3) == 0);
  }

  private Step.Setting setting(int server) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Step.Setting.Multiplier(any(new Integer[] {0, 50, 100, 150, 250, 1000}));
      case 2, 3 -> new Step.Setting.Delay(any(new Integer[] {1, 1, 2, 3, 5, 10, 30, 60}));
      case 4 -> new Step.Setting.Stacks(random.nextBoolean());
      case 5 -> new Step.Setting.OffTopicIgnored(random.nextBoolean());
      case 6 -> new Step.Setting.MutedIgnored(random.nextBoolean());
      case 7 -> roles.get(server).change(random);
      default -> new Step.Setting.Notices(any(Step.Notice.values()));
    };
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  // Trouble

  private Step trouble() {
    boolean mayReplace = said < size.messages() * REPLACEMENTS_UNTIL;
    if (deck.stream().noneMatch(kind -> mayReplace || !kind.replaces())) {
      deck.addAll(shuffled());
    }
    TroubleKind kind =
        deck.stream().filter(each -> mayReplace || !each.replaces()).findFirst().orElseThrow();
    deck.remove(kind);
    return new Step.Trouble(kind, random.nextInt(SHORTEST_TROUBLE_MILLIS, LONGEST_TROUBLE_MILLIS));
  }

  private List<TroubleKind> shuffled() {
    List<TroubleKind> cards = new ArrayList<>(List.of(TroubleKind.values()));
    for (int i = cards.size(); i > 1; i--) {
      cards.add(cards.remove(random.nextInt(i)));
    }
    return cards;
  }

  /** Who is in a server, by number. */
  private static final class Crowd {
    private final List<Integer> present = new ArrayList<>();
    private final List<Integer> away = new ArrayList<>();
    private int known;

    Crowd(int members) {
      while (known < members) {
        present.add(known++);
      }
    }

    int anybody(SplittableRandom random) {
      return present.get(random.nextInt(present.size()));
    }

    int comes(SplittableRandom random) {
      int who = away.isEmpty() || random.nextInt(3) == 0 ? known++ : drawn(away, random);
      present.add(who);
      return who;
    }

    int goes(SplittableRandom random) {
      int who = drawn(present, random);
      away.add(who);
      return who;
    }

    /** One of them, who is there no more; the last one takes the place. */
    private static int drawn(List<Integer> from, SplittableRandom random) {
      Integer last = from.removeLast();
      int at = random.nextInt(from.size() + 1);
      return at == from.size() ? last : from.set(at, last);
    }

    /** Too few for anybody to leave. */
    boolean isThin() {
      return present.size() < 2;
    }
  }

  /** Which roles are given at which level, if all that was asked for was done. */
  private static final class PlannedRoles {
    private final Set<Integer> given = new HashSet<>(Town.FIRST_LEVEL_ROLES);

    Step.Setting change(SplittableRandom random) {
      int role = random.nextInt(Town.LEVEL_ROLES);
      if (given.remove(role)) {
        return new Step.Setting.RemoveRole(role);
      }
      given.add(role);
      return new Step.Setting.AddRole(role, Town.levelOf(role));
    }
  }

  /** What a customer has wanted so far. */
  private static final class PlannedBot {
    private boolean isWanted = true;
    private boolean isPaid = true;

    CustomerWish next(SplittableRandom random) {
      if (!isPaid) {
        isPaid = true;
        return CustomerWish.PREMIUM_RETURNS;
      }
      if (!isWanted) {
        isWanted = true;
        return CustomerWish.START;
      }
      return switch (random.nextInt(4)) {
        case 0 -> {
          isWanted = false;
          yield CustomerWish.STOP;
        }
        case 1 -> CustomerWish.RESTART;
        case 2 -> CustomerWish.RENAME;
        default -> {
          isPaid = false;
          yield CustomerWish.PREMIUM_ENDS;
        }
      };
    }
  }
}
