package net.prosperitybot.common.instances;

import static net.prosperitybot.common.database.schema.Tables.SERVICE_INSTANCES;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.prosperitybot.common.database.Database;

/** The processes that run: each says so every {@link #PERIOD}, and counts for {@link #LIFE}. */
public final class ServiceInstances {
  /** Between two signs of life. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  /** How long after its last sign a process counts as running. */
  public static final Duration LIFE = Duration.ofSeconds(30);

  private final Database database;

  public ServiceInstances(Database database) {
    this.database = database;
  }

  /** Which program a process runs. */
  public enum Service {
    WORKER,
    EVENTS;

    /** The form in the database and in words. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A process that runs.
   *
   * @param id unique to the process
   * @param keyIds the keys that it opens tokens with
   */
  public record Instance(String id, Service service, Set<String> keyIds) {
    public Instance {
      keyIds = Set.copyOf(keyIds);
    }
  }

  /** Says that a process runs; forgets those that have been silent for an hour. */
  public void alive(String id, Service service, Collection<String> keyIds) {
    database
        .dsl()
        .execute(
            """
            INSERT INTO service_instances (id, service, key_ids, seen_at)
            VALUES (?, ?, ?, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE key_ids = VALUES(key_ids), seen_at = VALUES(seen_at)
            """,
            id,
            service.key(),
            String.join(",", keyIds));
    database
        .dsl()
        .execute(
            "DELETE FROM service_instances WHERE seen_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");
  }

  /** The process ends. */
  public void gone(String id) {
    database.dsl().deleteFrom(SERVICE_INSTANCES).where(SERVICE_INSTANCES.ID.eq(id)).execute();
  }

  /** All that gave a sign of life lately. */
  public List<Instance> running() {
    return database
        .dsl()
        .resultQuery(
            """
            SELECT id, service, key_ids FROM service_instances
            WHERE seen_at >= UTC_TIMESTAMP(3) - INTERVAL ? SECOND
            ORDER BY id
            """,
            LIFE.toSeconds())
        .coerce(SERVICE_INSTANCES.ID, SERVICE_INSTANCES.SERVICE, SERVICE_INSTANCES.KEY_IDS)
        .fetch(
            row ->
                new Instance(
                    row.value1(),
                    Service.valueOf(row.value2().toUpperCase(Locale.ROOT)),
                    Arrays.stream(row.value3().split(","))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toSet())));
  }
}
