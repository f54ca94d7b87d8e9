package net.prosperitybot.events.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * The library logs an event that it can't read as a whole, for its authors. Here a line says which
 * kind it was and what was wrong: what people write is not for the log, nor are ten megabytes.
 */
public final class UnreadableEvents extends TurboFilter {
  private static final String FOR_ITS_AUTHORS = "Please redirect the following message to the devs";
  private static final Pattern KIND = Pattern.compile("[A-Z_]{1,60}");
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(UnreadableEvents.class);

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] values,
      @Nullable Throwable failure) {
    // Asked of every line, also of those that nobody wants to read: the number comes first.
    if (level.levelInt < Level.WARN_INT || format == null || !format.contains(FOR_ITS_AUTHORS)) {
      return FilterReply.NEUTRAL;
    }
    Object[] told = values == null ? new Object[0] : values;
    log.warn(
        "An event of Discord's can't be read and is left out: {}, {}",
        each(told, String.class)
            .filter(words -> KIND.matcher(words).matches())
            .findFirst()
            .orElse("?"),
        Stream.concat(Stream.ofNullable(failure), each(told, Throwable.class))
            .map(problem -> problem.getClass().getSimpleName())
            .findFirst()
            .orElse("?"));
    return FilterReply.DENY;
  }

  private static <T> Stream<T> each(Object[] values, Class<T> type) {
    return Stream.of(values).filter(type::isInstance).map(type::cast);
  }
}
