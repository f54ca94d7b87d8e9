package net.prosperitybot.demo.soak;

import java.util.ArrayList;
import java.util.List;

/** Times in which something was so, in milliseconds, in the order of their beginnings. */
final class Spans {
  /** From when until when. */
  record Span(long from, long until) {
    @Override
    public String toString() {
      return "%tT.%<tL to %tT.%<tL".formatted(from, until);
    }

    boolean touches(long otherFrom, long otherUntil) {
      return from <= otherUntil && until >= otherFrom;
    }
  }

  private final List<Span> spans = new ArrayList<>();

  synchronized void add(long from, long until) {
    spans.add(new Span(from, until));
  }

  /** It begins now, and lasts until it is ended; others may begin and end meanwhile. */
  synchronized Running begin(long from) {
    add(from, Long.MAX_VALUE);
    return new Running(spans.size() - 1);
  }

  /** One that has begun. */
  final class Running {
    private final int index;

    private Running(int index) {
      this.index = index;
    }

    void end(long until) {
      synchronized (Spans.this) {
        spans.set(index, new Span(spans.get(index).from(), until));
      }
    }
  }

  synchronized List<Span> all() {
    return List.copyOf(spans);
  }

  synchronized boolean touch(long from, long until) {
    return spans.stream().anyMatch(span -> span.touches(from, until));
  }

  /** A time, made longer by all that it touches. */
  synchronized Span widened(long from, long until) {
    long first = from;
    long last = until;
    for (Span span : spans) {
      if (span.touches(from, until)) {
        first = Math.min(first, span.from());
        last = Math.max(last, span.until());
      }
    }
    return new Span(first, last);
  }
}
