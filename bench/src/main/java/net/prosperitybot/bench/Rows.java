package net.prosperitybot.bench;

import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.bench.awards.AwardRows;
import net.prosperitybot.bench.cooldown.CooldownRows;
import net.prosperitybot.bench.growth.GrowthRows;
import net.prosperitybot.bench.interactions.CommandRows;
import net.prosperitybot.bench.interactions.PageRows;
import net.prosperitybot.bench.interactions.PingRows;
import net.prosperitybot.bench.sessions.ListenerRows;
import net.prosperitybot.bench.sessions.WeightRows;
import net.prosperitybot.bench.signatures.SignatureRows;
import net.prosperitybot.bench.start.StartRows;

/** All rows, in the table's order. */
public final class Rows {
  private Rows() {}

  public static List<Row> all() {
    return Stream.of(
            PingRows.all(),
            CommandRows.all(),
            PageRows.all(),
            AwardRows.all(),
            SignatureRows.all(),
            CooldownRows.all(),
            ListenerRows.all(),
            WeightRows.all(),
            StartRows.all(),
            GrowthRows.all())
        .flatMap(List::stream)
        .toList();
  }
}
