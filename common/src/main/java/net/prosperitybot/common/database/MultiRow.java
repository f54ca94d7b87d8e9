package net.prosperitybot.common.database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one derived table, {@code (SELECT ? a, ? b UNION ALL SELECT ?, ? …) AS t}: the one
 * form of a multi-row upsert, and of a look-up by composite keys through the index, that MySQL and
 * MariaDB both take without a warning.
 */
public final class MultiRow {
  private final String columns;
  private final int width;
  private final List<@Nullable Object> binds = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param columns the column names, one or more
   */
  public MultiRow(String... columns) {
    this.width = columns.length;
    this.columns = String.join(", ? AS ", columns);
  }

  /** Adds a row, a value a column; instants become UTC. */
  public MultiRow add(@Nullable Object... values) {
    if (values.length != width) {
      throw new IllegalArgumentException(values.length + " values for " + width + " columns");
    }
    for (Object value : values) {
      binds.add(value instanceof Instant at ? DSL.val(at, UtcBinding.UTC) : value);
    }
    return this;
  }

  public boolean isEmpty() {
    return binds.isEmpty();
  }

  /** Runs a statement in which {@code {rows}} stands for the table; returns the rows changed. */
  public int execute(DSLContext tx, String sql) {
    return tx.execute(expand(sql), binds.toArray());
  }

  /** A query in which {@code {rows}} stands for the table. */
  public ResultQuery<Record> query(DSLContext tx, String sql) {
    return tx.resultQuery(expand(sql), binds.toArray());
  }

  private String expand(String sql) {
    String further = "SELECT " + String.join(", ", Collections.nCopies(width, "?"));
    StringBuilder table = new StringBuilder("(SELECT ? AS ").append(columns);
    for (int row = 1; row < binds.size() / width; row++) {
      table.append(" UNION ALL ").append(further);
    }
    return sql.replace("{rows}", table.append(") AS t").toString());
  }
}
