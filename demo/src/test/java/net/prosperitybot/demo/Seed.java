package net.prosperitybot.demo;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chance that can be had again: {@code -Dprosperity.seed=N} repeats the choices of an earlier run.
 */
final class Seed {
  private static final String PROPERTY = "prosperity.seed";

  private Seed() {}

  /** A generator for one test, whose seed is printed with what it is for. */
  static RandomGenerator announce(String what) {
    long seed = Long.getLong(PROPERTY, RandomGenerator.getDefault().nextLong());
    System.out.printf("%s; again by -D%s=%d%n", what, PROPERTY, seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
