package net.prosperitybot.events.gauges;

import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import net.prosperitybot.events.hosting.BotKind;

/** One bot's share in the gauges of its kind, until it is closed. */
public final class BotGauges implements AutoCloseable {
  private final GaugeSums sums;
  private final BotKind kind;
  private final List<Runnable> removals = new CopyOnWriteArrayList<>();

  BotGauges(GaugeSums sums, BotKind kind) {
    this.sums = sums;
    this.kind = kind;
  }

  /** Counts this value in. */
  public void add(String name, DoubleSupplier value) {
    add(name, Tags.empty(), value);
  }

  /**
   * The same in a series of its own.
   *
   * @param tags of few values, beside the bot's kind
   */
  public void add(String name, Tags tags, DoubleSupplier value) {
    Tags all = tags.and("bot", kind.tag());
    sums.add(name, all, value);
    removals.add(() -> sums.remove(name, all, value));
  }

  @Override
  public void close() {
    removals.forEach(Runnable::run);
    removals.clear();
  }
}
