package net.prosperitybot.worker;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.USERS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import org.jspecify.annotations.Nullable;

/** All that admins' commands may change, a line a row, with ids named as a test names them. */
final class Rows {
  private final Database database;
  private final Map<Long, String> names;

  Rows(Database database, Map<Long, String> names) {
    this.database = database;
    this.names = Map.copyOf(names);
  }

  /** What went and what came since, each in order: {@code -before} and {@code +after}. */
  List<String> changesSince(List<String> before) {
    List<String> now = read();
    List<String> gone = new ArrayList<>(before);
    now.forEach(gone::remove);
    List<String> come = new ArrayList<>(now);
    before.forEach(come::remove);
    return Stream.concat(gone.stream().map(row -> "-" + row), come.stream().map(row -> "+" + row))
        .toList();
  }

  List<String> read() {
    List<String> rows = new ArrayList<>();
    rows.addAll(
        database
            .dsl()
            .selectFrom(GUILDS)
            .fetch(
                row ->
                    "settings %s %s ×%s %ds %s v%d"
                        .formatted(
                            row.getNotificationType(),
                            name(row.getNotificationChannelId()),
                            row.getXpMultiplier(),
                            row.getXpDelaySeconds(),
                            row.getRoleMode(),
                            row.getSettingsVersion())));
    rows.addAll(
        database
            .dsl()
            .selectFrom(GUILD_USERS)
            .orderBy(GUILD_USERS.USER_ID)
            .fetch(
                row ->
                    "member %s %d XP level %d"
                        .formatted(name(row.getUserId()), row.getXp(), row.getLevel())));
    rows.addAll(
        database
            .dsl()
            .selectFrom(USERS)
            .orderBy(USERS.ID)
            .fetch(row -> "user %s called %s".formatted(name(row.getId()), row.getDisplayName())));
    rows.addAll(
        database
            .dsl()
            .selectFrom(XP_ADJUSTMENTS)
            .orderBy(XP_ADJUSTMENTS.CAUSE_ID)
            .fetch(
                row ->
                    "adjustment %s of %d to %s by %s because %s"
                        .formatted(
                            row.getKind(),
                            row.getDelta(),
                            name(row.getUserId()),
                            name(row.getActorId()),
                            row.getReason())));
    rows.addAll(
        database
            .dsl()
            .selectFrom(LEVEL_UPS)
            .orderBy(LEVEL_UPS.CAUSE_ID)
            .fetch(
                row ->
                    "level-up %s %d to %d by %s in %s"
                        .formatted(
                            name(row.getUserId()),
                            row.getOldLevel(),
                            row.getNewLevel(),
                            row.getSource(),
                            name(row.getChannelId()))));
    rows.addAll(
        database
            .dsl()
            .selectFrom(LEVEL_ROLES)
            .orderBy(LEVEL_ROLES.LEVEL)
            .fetch(row -> "rule %d %s".formatted(row.getLevel(), name(row.getRoleId()))));
    rows.addAll(
        database
            .dsl()
            .selectFrom(IGNORED_CHANNELS)
            .orderBy(IGNORED_CHANNELS.CHANNEL_ID)
            .fetch(row -> "ignored " + name(row.getChannelId())));
    rows.addAll(
        database
            .dsl()
            .selectFrom(IGNORED_ROLES)
            .orderBy(IGNORED_ROLES.ROLE_ID)
            .fetch(row -> "ignored " + name(row.getRoleId())));
    rows.addAll(
        database
            .dsl()
            .selectFrom(JOBS)
            .orderBy(JOBS.ID)
            .fetch(
                row ->
                    "job %s from %s%s"
                        .formatted(
                            row.getKind(),
                            fromLevel(row.getParameters()),
                            row.getProgressToken() == null ? "" : " with progress")));
    return rows;
  }

  private static String fromLevel(String parameters) {
    return parameters.replaceAll(".*from_level\\D+(\\d+).*", "$1");
  }

  private String name(@Nullable Long id) {
    return id == null ? "-" : names.getOrDefault(id, Long.toString(id));
  }
}
