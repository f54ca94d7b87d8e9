package net.prosperitybot.worker.fuzzing;

import java.util.Random;

/** The same for the same seed. */
final class SeededChoices implements Choices {
  /** ASCII, letters of other scripts, marks, controls, halves of pairs. */
  private static final int[] BLOCKS = {
    0x20, 0x20, 0x00, 0xC0, 0x600, 0x2000, 0x4E00, 0xD800, 0xFE00
  };

  private static final int BLOCK = 96;

  private final Random random;

  SeededChoices(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public int between(int lowest, int highest) {
    return random.nextInt(lowest, highest + 1);
  }

  @Override
  public long anyLong() {
    return random.nextLong() >> random.nextInt(Long.SIZE);
  }

  @Override
  public String text(int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(most + 1);
    int block = BLOCKS[random.nextInt(BLOCKS.length)];
    for (int i = 0; i < length; i++) {
      text.append((char) (block + random.nextInt(BLOCK)));
    }
    return text.toString();
  }

  @Override
  public byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }
}
