package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.demo.FaultScene.FAULT;
import static net.prosperitybot.demo.FaultScene.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.demo.Askers.Asked;
import net.prosperitybot.demo.FaultScene.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services while people talk and ask, and what is between them, their database and
 * Discord fails. Each fault lasts {@code -Dfaults.seconds}; what it did is told in a line, of which
 * {@code docs/reliability.md} is made.
 */
class FaultsIT {
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** After a fault of any kind all is well again within this time. */
  private static final Duration LONGEST_HEALING = Duration.ofSeconds(60);

  private final List<String> table = new ArrayList<>();

  @Test
  void whateverFailsNothingIsLostAndNothingCountsTwice(@TempDir Path folder) {
    try (FaultScene scene = FaultScene.start(folder)) {
      scene.troubles().forEach(trouble -> lives(scene, trouble));
      scene.askers.close();
      scene.talk.close();
      await(() -> scene.talk.missing(0).isEmpty());
      await(() -> scene.stack.database().dsl().fetchCount(LEVEL_UPS) == 0);
      scene.talk.assertAllAgrees();
      print(scene);
    }
  }

  private void print(FaultScene scene) {
    System.out.printf(
        "| for %d s | commands that failed | the slowest took | awards waited at most | lost"
            + " | counted twice | well after |%n",
        FAULT.toSeconds());
    System.out.println("|---".repeat(7) + "|");
    table.forEach(System.out::println);
    System.out.printf(
        "%d messages and %d commands: none lost, none counted twice%n",
        scene.talk.sent(), scene.askers.count());
  }

  /** Lets it last, ends it, and waits until all is well for a while. */
  private void lives(FaultScene scene, Trouble trouble) {
    long at = System.nanoTime();
    int said = scene.talk.sent();
    trouble.begin().run();
    FaultScene.pause(FAULT);
    trouble.end().run();
    long over = System.nanoTime();
    await(
        () -> {
          long quietFrom = System.nanoTime() - QUIET.toNanos();
          return over < quietFrom
              && lastFailure(scene, at, over) < quietFrom
              && scene.commits.grewSince(quietFrom)
              && scene.stack.database().dsl().fetchCount(LEVEL_UPS) == 0;
        });
    Duration healed = Duration.ofNanos(Math.max(0, System.nanoTime() - QUIET.toNanos() - over));
    int saidUntilWell = scene.talk.sent();
    await(() -> scene.talk.missing(said, saidUntilWell).isEmpty());
    int differing = new XpAudit(scene.stack.database()).disagreements().size();
    List<Asked> asked = scene.askers.since(at);
    table.add(
        "| %s | %d of %d | %.1f s | %.1f s | %d | %d | %.1f s |"
            .formatted(
                trouble.name(),
                asked.stream().filter(Asked::failed).count(),
                asked.size(),
                asked.stream().mapToLong(each -> each.took().toMillis()).max().orElse(0) / 1e3,
                scene.commits.longestPauseSince(at).toMillis() / 1e3,
                trouble.lost().getAsInt(),
                differing,
                healed.toMillis() / 1e3));
    System.out.println(table.getLast());
    assertEquals(0, differing, trouble.name());
    assertTrue(
        healed.compareTo(LONGEST_HEALING) < 0, trouble.name() + " healed only after " + healed);
  }

  private static long lastFailure(FaultScene scene, long since, long otherwise) {
    return scene.askers.since(since).stream()
        .filter(Asked::failed)
        .mapToLong(Asked::endedAt)
        .max()
        .orElse(otherwise);
  }
}
