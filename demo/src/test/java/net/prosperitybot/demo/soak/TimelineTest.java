package net.prosperitybot.demo.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline<Integer> timeline = new Timeline<>(1);

  @Test
  void aChangeMayBeMadeFromTheQuestionToTheAnswer() {
    timeline.asked(2, 10);
    timeline.settled(2, 20);
    assertEquals(Set.of(1), timeline.within(0, 9));
    assertEquals(Set.of(1, 2), timeline.within(12, 13));
    assertEquals(Set.of(1, 2), timeline.within(5, 30));
    assertEquals(Set.of(2), timeline.within(21, 30));
  }

  @Test
  void withoutAnAnswerItMayBeEitherUntilAnotherIsSettled() {
    timeline.asked(2, 10);
    assertEquals(Set.of(1, 2), timeline.within(1_000, 1_000));
    timeline.asked(3, 1_100);
    timeline.settled(3, 1_200);
    assertEquals(Set.of(3), timeline.within(1_201, 1_300));
  }

  @Test
  void aTimeIsMadeLongerByWhatItTouches() {
    Spans troubles = new Spans();
    troubles.add(100, 200);
    assertEquals(new Spans.Span(80, 200), troubles.widened(80, 110));
    assertEquals(new Spans.Span(201, 210), troubles.widened(201, 210));
    Spans.Running running = troubles.begin(300);
    assertEquals(new Spans.Span(290, Long.MAX_VALUE), troubles.widened(290, 310));
    running.end(400);
    assertEquals(new Spans.Span(300, 410), troubles.widened(390, 410));
  }

  @Test
  void whatOverlapsEndsByItself() {
    Spans spans = new Spans();
    Spans.Running outer = spans.begin(10);
    Spans.Running inner = spans.begin(20);
    inner.end(30);
    outer.end(40);
    assertTrue(spans.touch(35, 35));
    assertFalse(spans.touch(41, 1_000));
    assertEquals(List.of(new Spans.Span(10, 40), new Spans.Span(20, 30)), spans.all());
  }
}
