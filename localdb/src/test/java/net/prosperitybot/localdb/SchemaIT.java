package net.prosperitybot.localdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Migrations;
import net.prosperitybot.common.database.SchemaOutdatedException;
import net.prosperitybot.common.database.schema.DefaultSchema;
import org.jooq.Field;
import org.jooq.Index;
import org.jooq.SortField;
import org.jooq.Table;
import org.junit.jupiter.api.Test;

class SchemaIT {

  @Test
  void generatedClassesAgreeWithAServerThatWasMigrated() {
    try (TestDatabase test = TestDatabase.create()) {
      Map<String, String> onServer = new TreeMap<>();
      test.database()
          .dsl()
          .fetch(
              """
              SELECT table_name, column_name, data_type, is_nullable,
                     character_maximum_length, datetime_precision
              FROM information_schema.columns
              WHERE table_schema = ? AND table_name <> 'flyway_schema_history'
              """,
              test.name())
          .forEach(
              row ->
                  onServer.put(
                      row.get(0, String.class) + "." + row.get(1, String.class),
                      serverType(row.get(2, String.class))
                          + length(row.get(4, Long.class), row.get(5, Long.class))
                          + ("YES".equals(row.get(3, String.class)) ? " null" : " not null")));
      Map<String, String> generated = new TreeMap<>();
      for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
        for (Field<?> field : table.fields()) {
          generated.put(table.getName() + "." + field.getName(), generatedType(field));
        }
      }
      assertEquals(generated, onServer);
    }
  }

  @Test
  void generatedKeysAndIndexesAgreeWithAServerThatWasMigrated() {
    try (TestDatabase test = TestDatabase.create()) {
      Map<String, String> onServer = new TreeMap<>();
      test.database()
          .dsl()
          .fetch(
              """
              SELECT table_name, index_name,
                     GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', ')
              FROM information_schema.statistics
              WHERE table_schema = ? AND table_name <> 'flyway_schema_history'
              GROUP BY table_name, index_name
              """,
              test.name())
          .forEach(
              row ->
                  onServer.put(
                      "PRIMARY".equals(row.get(1, String.class))
                          ? row.get(0, String.class) + " primary"
                          : row.get(1, String.class),
                      row.get(2, String.class)));
      Map<String, String> generated = new TreeMap<>();
      for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
        table
            .getKeys()
            .forEach(
                key ->
                    generated.put(
                        key.isPrimary() ? table.getName() + " primary" : key.getName(),
                        columns(key.getFields().stream())));
        for (Index index : table.getIndexes()) {
          generated.put(
              index.getName(), columns(index.getFields().stream().map(SortField::$field)));
        }
      }
      assertEquals(generated, onServer);
    }
  }

  @Test
  void aServiceIsToldWhichMigrationsAreMissing() {
    try (TestDatabase test = TestDatabase.createUnmigrated()) {
      var refusal =
          assertThrows(
              SchemaOutdatedException.class, () -> Migrations.check(test.database().source()));
      String words = String.valueOf(refusal.getMessage());
      assertTrue(words.contains("V1__levelling.sql"), words);
      assertTrue(words.contains("./prosperity migrate"), words);

      Migrations.migrate(test.database().source());
      Migrations.check(test.database().source());
    }
  }

  private static String serverType(String type) {
    return type.equals("tinyint") ? "boolean" : type;
  }

  private static String length(Long characters, Long fraction) {
    if (characters != null) {
      return "(" + characters + ")";
    }
    return fraction != null ? "(" + fraction + ")" : "";
  }

  private static String generatedType(Field<?> field) {
    String type =
        switch (field.getDataType().getTypeName()) {
          case "bigint" -> "bigint";
          case "integer" -> "int";
          case "boolean" -> "boolean";
          case "decimal" -> "decimal";
          case "varchar" -> "varchar(" + field.getDataType().length() + ")";
          case "date", "localdate" -> "date";
          case "timestamp", "localdatetime" -> "datetime(" + field.getDataType().precision() + ")";
          default -> field.getDataType().toString();
        };
    return type + (field.getDataType().nullable() ? " null" : " not null");
  }

  private static String columns(Stream<? extends Field<?>> fields) {
    return fields.map(Field::getName).collect(Collectors.joining(", "));
  }
}
