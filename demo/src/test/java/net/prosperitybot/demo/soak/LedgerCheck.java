package net.prosperitybot.demo.soak;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.MESSAGE_LOGS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.schema.tables.records.GuildUsersRecord;
import net.prosperitybot.common.database.schema.tables.records.XpAdjustmentsRecord;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.demo.soak.Clerk.Given;
import net.prosperitybot.demo.soak.MessageCheck.Logged;

/** Whether each message and each adjustment counts once, and members hold what these add up to. */
final class LedgerCheck {
  private final Database database;
  private final List<Town> towns;
  private final Map<Long, Integer> numbers;

  LedgerCheck(Database database, List<Town> towns) {
    this.database = database;
    this.towns = towns;
    this.numbers = towns.stream().collect(toMap(town -> town.server().id(), Town::number));
  }

  private record Member(long guildId, long userId) {}

  /** What is in the log, by message; each message is in it once. */
  Map<Long, Logged> log(Verdict verdict) {
    Map<Long, Logged> log = new HashMap<>();
    List<String> twice = new ArrayList<>();
    database
        .dsl()
        .fetch(MESSAGE_LOGS)
        .forEach(
            row -> {
              Logged logged =
                  new Logged(
                      numbers.getOrDefault(row.getGuildId(), -1), row.getUserId(), row.getXp());
              if (log.put(row.getMessageId(), logged) != null) {
                twice.add("message " + row.getMessageId() + " is in the log twice");
              }
            });
    verdict.add("messages in the log, each once", Integer.toString(log.size()), twice);
    return log;
  }

  /** The product's own audit, and the same sums once more by hand. */
  void look(Verdict verdict) {
    XpAudit audit = new XpAudit(database);
    verdict.add(
        "`./prosperity audit`: XP is purged + log + adjustments, level by the curve",
        audit.servers().size() + " servers",
        audit.disagreements().stream().map(Object::toString).toList());
    RankRecount recount = new RankRecount(database);
    verdict.add(
        "counts for ranks",
        audit.servers().size() + " servers",
        audit.servers().stream()
            .filter(server -> recount.differing(server) > 0)
            .map(server -> "server " + server)
            .toList());
    sums(verdict);
  }

  private void sums(Verdict verdict) {
    Map<Member, Long> xp = new HashMap<>();
    Map<Member, Long> messages = new HashMap<>();
    database
        .dsl()
        .fetch(MESSAGE_LOGS)
        .forEach(
            row -> {
              Member member = new Member(row.getGuildId(), row.getUserId());
              xp.merge(member, (long) row.getXp(), Long::sum);
              messages.merge(member, 1L, Long::sum);
            });
    database
        .dsl()
        .fetch(XP_ADJUSTMENTS)
        .forEach(
            row ->
                xp.merge(new Member(row.getGuildId(), row.getUserId()), row.getDelta(), Long::sum));
    List<String> wrong = new ArrayList<>();
    List<GuildUsersRecord> members = database.dsl().fetch(GUILD_USERS);
    for (GuildUsersRecord row : members) {
      Member member = new Member(row.getGuildId(), row.getUserId());
      boolean isRight =
          row.getPurgedXp() == 0
              && row.getXp().equals(xp.getOrDefault(member, 0L))
              && row.getMessageCount().equals(messages.getOrDefault(member, 0L))
              && required(row.getLevel()) <= row.getXp()
              && required(row.getLevel() + 1) > row.getXp();
      if (!isRight) {
        wrong.add(
            "%s: log and adjustments %d, messages %d"
                .formatted(
                    row.intoMap(), xp.getOrDefault(member, 0L), messages.getOrDefault(member, 0L)));
      }
      xp.remove(member);
    }
    xp.keySet().forEach(member -> wrong.add("without a row: " + member));
    verdict.add("members' XP, level and message count", members.size() + " members", wrong);
  }

  /** What a level requires in total, from the rule itself. */
  private static long required(long level) {
    return 5 * level * (2 * level * level + 27 * level + 91) / 6;
  }

  /** Every adjustment was asked for, and what was answered was done once. */
  void adjustments(Verdict verdict, List<Given> given, List<String> otherSecondAnswers) {
    Map<Long, Given> byCause = given.stream().collect(toMap(Given::interactionId, each -> each));
    Set<Long> done = new HashSet<>();
    List<String> wrong = new ArrayList<>(otherSecondAnswers);
    for (XpAdjustmentsRecord row : database.dsl().fetch(XP_ADJUSTMENTS)) {
      Given asked = byCause.get(row.getCauseId());
      if (!done.add(row.getCauseId())) {
        wrong.add("done twice: " + row.intoMap());
      } else if (asked == null || !fits(asked, row)) {
        wrong.add("not asked for like that: " + row.intoMap() + ", " + asked);
      }
    }
    Map<Boolean, List<Given>> answered =
        given.stream().collect(groupingBy(each -> each.words().isPresent()));
    for (Given each : answered.getOrDefault(true, List.of())) {
      String words = each.words().orElseThrow();
      boolean saysDone = words.startsWith("Gave ") || words.startsWith("Took ");
      if (saysDone != done.contains(each.interactionId())) {
        wrong.add(words + ": " + (saysDone ? "not done" : "done") + ", " + each);
      }
    }
    int lost = answered.getOrDefault(false, List.of()).size();
    verdict.add(
        "XP and levels given and taken, each once",
        "%d asked for, %d of them without an answer; %d done"
            .formatted(given.size(), lost, done.size()),
        wrong);
  }

  private static boolean fits(Given asked, XpAdjustmentsRecord row) {
    boolean fitsDelta =
        switch (asked.kind()) {
          case XP_GIVE -> row.getDelta() == asked.amount();
          case XP_TAKE -> row.getDelta() < 0 && row.getDelta() >= -asked.amount();
          case LEVELS_GIVE -> row.getDelta() > 0;
          case LEVELS_TAKE -> row.getDelta() < 0;
        };
    return fitsDelta
        && row.getGuildId() == asked.town().server().id()
        && row.getUserId() == asked.userId();
  }

  /** Every town has members in the database, so that the checks above looked at something. */
  void everyTownHasMembers(Verdict verdict) {
    verdict.add(
        "towns whose members earned",
        towns.size() + " towns",
        towns.stream()
            .filter(
                town ->
                    !database
                        .dsl()
                        .fetchExists(GUILD_USERS, GUILD_USERS.GUILD_ID.eq(town.server().id())))
            .map(town -> town.server().name())
            .toList());
  }
}
