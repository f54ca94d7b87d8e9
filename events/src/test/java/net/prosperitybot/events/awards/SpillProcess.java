package net.prosperitybot.events.awards;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.testing.Messages;

/**
 * A process of its own that keeps so many awards in a folder, and prints how many it could keep.
 */
final class SpillProcess {
  private SpillProcess() {}

  public static void main(String[] args) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    int kept = new SpillFiles(Path.of(args[0]), meters).spill(offers(Integer.parseInt(args[1])));
    double lost = meters.counter("prosperity.awards", "outcome", "lost").count();
    System.out.printf("kept=%d lost=%.0f%n", kept, lost);
  }

  /** Each of another member. */
  static List<Offer> offers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(user -> offer(new MemberKey(3L << 22, user)))
        .toList();
  }

  private static Offer offer(MemberKey member) {
    XpAward award =
        new XpAward(
            member,
            Messages.messageId(member, 0),
            Messages.CHANNEL,
            20,
            Duration.ofSeconds(60),
            XpLedger.Presence.FROM_MESSAGES);
    return new Offer.Decided(award, Messages.name(member.userId()));
  }
}
