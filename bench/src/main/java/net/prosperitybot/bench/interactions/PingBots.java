package net.prosperitybot.bench.interactions;

import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.bench.Lab;

/** Bots that are pinged: the first one alone, or all of them in rotation. */
final class PingBots {
  private static final long FIRST_ID = 3_000_000_000_000_000_001L;

  private final List<SigningBot> bots;

  private PingBots(List<SigningBot> bots) {
    this.bots = List.copyOf(bots);
  }

  static PingBots of(Lab lab) throws Exception {
    return lab.part(
        PingBots.class,
        made -> {
          List<SigningBot> bots = new ArrayList<>();
          for (int i = 0; i < made.scale().keys(); i++) {
            bots.add(SigningBot.create(FIRST_ID + i));
          }
          return new PingBots(bots);
        });
  }

  List<SigningBot> all() {
    return bots;
  }

  SigningBot one() {
    return bots.getFirst();
  }
}
