package net.prosperitybot.bench;

import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.bench.awards.AwardRows;
import net.prosperitybot.bench.interactions.CommandRows;
import net.prosperitybot.bench.interactions.PageRows;
import net.prosperitybot.bench.interactions.PingRows;

/** All rows, in the table's order. */
public final class Rows {
  private Rows() {}

  public static List<Row> all() {
    return Stream.of(PingRows.all(), CommandRows.all(), PageRows.all(), AwardRows.all())
        .flatMap(List::stream)
        .toList();
  }
}
