package net.prosperitybot.worker.fuzzing;

import java.util.List;

/** Where a generator's decisions come from. */
interface Choices {

  /** A number within a range, both ends included. */
  int between(int lowest, int highest);

  long anyLong();

  /** Any text, of any characters, up to so many. */
  String text(int most);

  byte[] bytes(int most);

  /** True once in so many times. */
  default boolean onceIn(int times) {
    return between(1, times) == 1;
  }

  default <T> T of(List<T> all) {
    return all.get(between(0, all.size() - 1));
  }
}
