package net.prosperitybot.common.alerts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Breaker;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.common.discord.RefusalBudget;

/** What every service looks at. */
public final class SharedWatches {
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(2);
  private static final int PER_CENT = 100;

  private SharedWatches() {}

  public static List<Watch> of(
      OwnerConfig config, Database database, Breaker discord, RefusalBudget refusals) {
    return List.of(
        new Watch(Alert.MEMORY, () -> memory(config.threshold(Alert.MEMORY))),
        new Watch(
            Alert.DATABASE,
            () -> when(!database.isAnswering(DATABASE_PATIENCE), "It has no answer for us.")),
        new Watch(
            Alert.DISCORD, () -> when(discord.isOpen(), "Half of our latest requests failed.")),
        new Watch(
            Alert.REFUSALS,
            () ->
                when(
                    refusals.isLow(),
                    "It has refused %s within ten minutes."
                        .formatted(Figures.counted(refusals.spent(), "request")))));
  }

  private static Optional<String> memory(int perCent) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    long share = PER_CENT * used / runtime.maxMemory();
    return when(share >= perCent, "%d %% of the heap is in use.".formatted(share));
  }

  /** The sentence, when it is so. */
  public static Optional<String> when(boolean bad, String sentence) {
    return bad ? Optional.of(sentence) : Optional.empty();
  }
}
