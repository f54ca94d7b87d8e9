package net.prosperitybot.demo.soak;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static net.prosperitybot.common.database.schema.Tables.BOT_GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILDS;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.GuildsRecord;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import org.jspecify.annotations.Nullable;

/** Whether Discord and the database agree: who is where, who holds what, who serves whom. */
final class StandingCheck {
  private final LocalStack stack;
  private final Database database;
  private final List<Town> towns;
  private final Set<LocalApplication> running;

  /**
   * A check.
   *
   * @param running the branded bots that should have a session
   */
  StandingCheck(LocalStack stack, List<Town> towns, Set<LocalApplication> running) {
    this.stack = stack;
    this.database = stack.database();
    this.towns = towns;
    this.running = running;
  }

  void look(Verdict verdict) {
    List<String> settings = new ArrayList<>();
    List<String> serving = new ArrayList<>();
    List<String> presence = new ArrayList<>();
    List<String> roles = new ArrayList<>();
    int members = 0;
    for (Town town : towns) {
      GuildsRecord row = database.dsl().fetchSingle(GUILDS, GUILDS.ID.eq(town.server().id()));
      settings.addAll(settings(town, row));
      serving.addAll(serving(town, row));
      presence.addAll(presence(town));
      roles.addAll(roles(town, row));
      members += town.members().size();
    }
    verdict.add("settings as they were last set", towns.size() + " towns", settings);
    verdict.add("the bot that serves, and which bots are there", towns.size() + " towns", serving);
    verdict.add("who is there", members + " members", presence);
    verdict.add(
        "level roles held, by level and mode",
        members + " members, " + present() + " of them present",
        roles);
  }

  private long present() {
    return towns.stream()
        .flatMap(town -> town.members().stream())
        .filter(LocalMember::present)
        .count();
  }

  private List<String> settings(Town town, GuildsRecord row) {
    long now = System.currentTimeMillis();
    int multiplier = row.getXpMultiplier().movePointRight(2).intValueExact();
    boolean offTopic =
        database
            .dsl()
            .fetchExists(
                IGNORED_CHANNELS,
                IGNORED_CHANNELS
                    .GUILD_ID
                    .eq(row.getId())
                    .and(IGNORED_CHANNELS.CHANNEL_ID.eq(town.offTopic().id())));
    boolean muted =
        database
            .dsl()
            .fetchExists(
                IGNORED_ROLES,
                IGNORED_ROLES
                    .GUILD_ID
                    .eq(row.getId())
                    .and(IGNORED_ROLES.ROLE_ID.eq(town.muted().id())));
    return Stream.of(
            differs(town, "delay", town.delay, row.getXpDelaySeconds(), now),
            differs(town, "multiplier", town.multiplier, multiplier, now),
            differs(town, "stacks", town.stacks, row.getRoleMode().equals("stack"), now),
            differs(town, "off-topic ignored", town.offTopicIgnored, offTopic, now),
            differs(town, "muted ignored", town.mutedIgnored, muted, now))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private static <V> String differs(
      Town town, String what, Timeline<V> expected, V found, long now) {
    Set<V> possible = expected.within(now, now);
    return possible.contains(found)
        ? ""
        : "%s, %s: %s, not %s".formatted(town.server().name(), what, found, possible);
  }

  private List<String> serving(Town town, GuildsRecord row) {
    List<String> wrong = new ArrayList<>();
    Set<Long> there =
        Stream.concat(Stream.of(stack.bot()), town.brands().stream())
            .filter(town::holds)
            .map(LocalApplication::id)
            .collect(toSet());
    @Nullable Long expected =
        town.brands().stream()
            .filter(bot -> running.contains(bot) && there.contains(bot.id()))
            .map(LocalApplication::id)
            .min(Comparator.naturalOrder())
            .orElse(there.contains(stack.bot().id()) ? stack.bot().id() : null);
    if (!Objects.equals(expected, row.getServingBotId())) {
      wrong.add(town.server().name() + ": " + row.getServingBotId() + ", not " + expected);
    }
    Set<Long> recorded =
        database
            .dsl()
            .select(BOT_GUILDS.BOT_ID)
            .from(BOT_GUILDS)
            .where(BOT_GUILDS.GUILD_ID.eq(row.getId()))
            .fetchSet(BOT_GUILDS.BOT_ID);
    if (!recorded.equals(there) || row.getActive() == there.isEmpty()) {
      wrong.add(town.server().name() + ": " + recorded + " are recorded, " + there + " are there");
    }
    return wrong;
  }

  private List<String> presence(Town town) {
    Map<Long, Boolean> recorded =
        database
            .dsl()
            .select(GUILD_USERS.USER_ID, GUILD_USERS.PRESENT)
            .from(GUILD_USERS)
            .where(GUILD_USERS.GUILD_ID.eq(town.server().id()))
            .fetchMap(GUILD_USERS.USER_ID, GUILD_USERS.PRESENT);
    return town.members().stream()
        .filter(member -> recorded.containsKey(member.id()))
        .filter(member -> !Objects.equals(recorded.get(member.id()), member.present()))
        .map(
            member ->
                "%s in %s (%d), there: %s"
                    .formatted(member, town.server().name(), member.id(), member.present()))
        .toList();
  }

  /** Roles that are no level roles any more may be held: nobody takes them. */
  private List<String> roles(Town town, GuildsRecord row) {
    Map<Long, Integer> rules =
        database
            .dsl()
            .select(LEVEL_ROLES.ROLE_ID, LEVEL_ROLES.LEVEL)
            .from(LEVEL_ROLES)
            .where(LEVEL_ROLES.GUILD_ID.eq(row.getId()))
            .fetchMap(LEVEL_ROLES.ROLE_ID, LEVEL_ROLES.LEVEL);
    Map<Long, Integer> levels =
        database
            .dsl()
            .select(GUILD_USERS.USER_ID, GUILD_USERS.LEVEL)
            .from(GUILD_USERS)
            .where(GUILD_USERS.GUILD_ID.eq(row.getId()))
            .fetchMap(GUILD_USERS.USER_ID, GUILD_USERS.LEVEL);
    List<String> wrong = new ArrayList<>();
    for (LocalMember member : town.members()) {
      if (!member.present()) {
        continue;
      }
      Set<Long> wanted =
          wanted(rules, levels.getOrDefault(member.id(), 0), row.getRoleMode().equals("stack"));
      Set<Long> held = new HashSet<>(member.roles().stream().map(LocalRole::id).toList());
      held.retainAll(rules.keySet());
      if (!held.equals(wanted)) {
        wrong.add(
            "%s in %s (%d), level %s, %s: holds %s, should %s"
                .formatted(
                    member,
                    town.server().name(),
                    member.id(),
                    levels.get(member.id()),
                    row.getRoleMode(),
                    levelsOf(held, rules),
                    levelsOf(wanted, rules)));
      }
    }
    return wrong;
  }

  private static Set<Long> wanted(Map<Long, Integer> rules, int level, boolean stacks) {
    Map<Long, Integer> reached =
        rules.entrySet().stream()
            .filter(rule -> rule.getValue() <= level)
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    int from = stacks ? 0 : reached.values().stream().max(Integer::compare).orElse(0);
    return reached.entrySet().stream()
        .filter(rule -> rule.getValue() >= from)
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  private static String levelsOf(Set<Long> roles, Map<Long, Integer> rules) {
    return roles.stream()
        .map(role -> "the role of level " + rules.get(role))
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
