package net.prosperitybot.demo.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a setting may have been at a time, in milliseconds: from when a change is asked for, both
 * the old and the new value; once it is known to be made, the new one alone.
 */
final class Timeline<V> {
  private record Span<V>(V value, long from, long until) {
    boolean isOpen() {
      return until == Long.MAX_VALUE;
    }
  }

  private final List<Span<V>> spans = new ArrayList<>();

  Timeline(V first) {
    spans.add(new Span<>(first, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /** From now on it may be so. */
  synchronized void asked(V value, long at) {
    if (spans.stream().noneMatch(span -> span.isOpen() && span.value().equals(value))) {
      spans.add(new Span<>(value, at, Long.MAX_VALUE));
    }
  }

  /** From now on it is so, and not otherwise. */
  synchronized void settled(V value, long at) {
    asked(value, at);
    spans.replaceAll(
        span ->
            span.isOpen() && !span.value().equals(value)
                ? new Span<>(span.value(), span.from(), at)
                : span);
  }

  /** Every value that it may have had at some time in between. */
  synchronized Set<V> within(long from, long until) {
    return spans.stream()
        .filter(span -> span.from() <= until && span.until() >= from)
        .map(Span::value)
        .collect(Collectors.toUnmodifiableSet());
  }
}
