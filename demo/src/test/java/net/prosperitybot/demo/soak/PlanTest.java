package net.prosperitybot.demo.soak;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final SoakSize SIZE = new SoakSize(20_000, 2_000, 400, 5, 3, 40, true);

  @Test
  void theSameSeedGivesTheSameStepsInTheSameOrder() {
    assertEquals(steps(7), steps(7));
  }

  @Test
  void anotherSeedGivesOthers() {
    assertNotEquals(steps(7), steps(8));
  }

  @Test
  void asMuchIsDoneAsWasAskedFor() {
    List<Step> steps = steps(3);
    assertEquals(SIZE.messages(), count(steps, Step.Say.class));
    assertEquals(
        SIZE.interactions(),
        count(steps, Step.Ask.class)
            + count(steps, Step.Adjust.class)
            + count(steps, Step.Set.class));
    assertEquals(SIZE.troubles(), count(steps, Step.Trouble.class));
    assertEquals(SIZE.comings(), count(steps, Step.Join.class) + count(steps, Step.Leave.class));
    assertEquals(
        SIZE.customers() + SIZE.customerWishes(), count(steps, Step.Wish.class), "with the setups");
  }

  @Test
  void everythingThatCanGoWrongDoesAndTheLastProcessesLiveForAWhile() {
    List<Step> steps = steps(3);
    assertEquals(
        EnumSet.allOf(TroubleKind.class),
        steps.stream()
            .flatMap(step -> step instanceof Step.Trouble it ? List.of(it.kind()).stream() : null)
            .collect(toSet()));
    int said = 0;
    for (Step step : steps) {
      said += step instanceof Step.Say ? 1 : 0;
      if (step instanceof Step.Trouble trouble && trouble.kind().replaces()) {
        assertTrue(said < 0.6 * SIZE.messages(), "a process is replaced at " + said);
      }
    }
  }

  @Test
  void whoSpeaksOrLeavesIsThereAndWhoJoinsIsNot() {
    List<Set<Integer>> present = new ArrayList<>();
    for (int server = 0; server < SIZE.servers(); server++) {
      present.add(new HashSet<>());
      for (int member = 0; member < SIZE.membersOf(server); member++) {
        present.get(server).add(member);
      }
    }
    for (Step step : steps(5)) {
      boolean isPossible =
          switch (step) {
            case Step.Say say -> present.get(say.server()).contains(say.member());
            case Step.Join join -> present.get(join.server()).add(join.member());
            case Step.Leave leave -> present.get(leave.server()).remove(leave.member());
            case Step.Ask ask -> present.get(ask.server()).contains(ask.member());
            case Step.Adjust adjust -> present.get(adjust.server()).contains(adjust.member());
            case Step.Set set -> true;
            case Step.BotLeaves leaves -> true;
            case Step.BotComes comes -> true;
            case Step.Wish wish -> true;
            case Step.Trouble trouble -> true;
            case Step.Measure measure -> true;
          };
      assertTrue(isPossible, step::toString);
    }
  }

  @Test
  void theMainBotIsEverywhereInTheEnd() {
    Set<Integer> away = new HashSet<>();
    int trips = 0;
    for (Step step : steps(5)) {
      if (step instanceof Step.BotLeaves leaves) {
        assertTrue(away.add(leaves.server()));
        trips++;
      } else if (step instanceof Step.BotComes comes) {
        assertTrue(away.remove(comes.server()));
      }
    }
    assertEquals(Set.of(), away);
    assertEquals(SIZE.botTrips(), trips);
  }

  private static List<Step> steps(long seed) {
    List<Step> steps = new ArrayList<>();
    new Plan(seed, SIZE).forEachRemaining(steps::add);
    return steps;
  }

  private static long count(List<Step> steps, Class<? extends Step> kind) {
    return steps.stream().filter(kind::isInstance).count();
  }
}
