package net.prosperitybot.common.database;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.SQLDataType;

/**
 * DATETIME columns hold UTC without saying so; the program knows instants.
 *
 * <p>Reads and writes local date-times without a detour over {@link java.sql.Timestamp}, which
 * knows only times that exist in the JVM's own zone and moves the rest by an hour.
 */
public final class UtcBinding extends AbstractBinding<LocalDateTime, Instant> {
  private static final Converter<LocalDateTime, Instant> CONVERTER =
      Converter.ofNullable(
          LocalDateTime.class,
          Instant.class,
          stored -> stored.toInstant(ZoneOffset.UTC),
          instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC));

  /** For instants in plain SQL. */
  static final DataType<Instant> UTC =
      SQLDataType.LOCALDATETIME(3).asConvertedDataType(new UtcBinding());

  @Override
  public Converter<LocalDateTime, Instant> converter() {
    return CONVERTER;
  }

  @Override
  public void set(BindingSetStatementContext<Instant> ctx) throws SQLException {
    LocalDateTime value = CONVERTER.to(ctx.value());
    if (value == null) {
      ctx.statement().setNull(ctx.index(), Types.TIMESTAMP);
    } else {
      ctx.statement().setObject(ctx.index(), value);
    }
  }

  @Override
  public void get(BindingGetResultSetContext<Instant> ctx) throws SQLException {
    ctx.value(CONVERTER.from(ctx.resultSet().getObject(ctx.index(), LocalDateTime.class)));
  }
}
