package net.prosperitybot.common.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
  private final List<String> closed = new ArrayList<>();
  private final CloseStack stack = new CloseStack();

  @Test
  void whatWasOpenedLastIsClosedFirst() {
    stack.add(() -> closed.add("first"));
    stack.add(() -> closed.add("second"));
    stack.close();
    assertEquals(List.of("second", "first"), closed);
  }

  @Test
  void whatFailsToCloseDoesNotKeepTheRestOpen() {
    stack.add(() -> closed.add("first"));
    stack.add(
        () -> {
          throw new NoClassDefFoundError("replaced under a running process");
        });
    stack.add(
        () -> {
          throw new IllegalStateException("broken");
        });
    stack.close();
    assertEquals(List.of("first"), closed);
  }

  @Test
  void closingAgainClosesNothingTwice() {
    stack.add(() -> closed.add("once"));
    stack.close();
    stack.close();
    assertEquals(List.of("once"), closed);
  }
}
