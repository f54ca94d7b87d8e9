package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.Standing;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;

/**
 * What {@code demo --check} plays: people chat, earn, rise, get roles and ask, and after each step
 * it is checked that it happened in Discord and in the database.
 *
 * <p>Messages carry chosen times a minute apart, so that cooldowns pass without waiting.
 */
final class Scenario {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LEAST_XP = 15;
  private static final int MOST_XP = 30;

  private final LocalDiscord discord;
  private final LocalStack stack;
  private final DemoServer demo;
  private final Database database;
  private final Leaderboard leaderboard;
  private final Transcript transcript;
  private final LocalMember ann;
  private final LocalMember ben;
  private final LocalMember cleo;
  private Instant clock;

  Scenario(LocalStack stack, DemoServer demo, Transcript transcript) {
    this.stack = stack;
    this.discord = stack.discord();
    this.demo = demo;
    this.database = stack.database();
    this.leaderboard = new Leaderboard(database);
    this.transcript = transcript;
    this.ann = demo.member("Ann");
    this.ben = demo.member("Ben");
    this.cleo = demo.member("Cleo");
    this.clock = Instant.now().minus(2, ChronoUnit.HOURS);
  }

  /** Plays it all; throws an {@link AssertionError} at the first fact that does not hold. */
  void play() {
    long start = System.nanoTime();
    commandsAreThere();
    aFirstMessageEarns();
    theCooldownHolds();
    webhooksAndIgnoredChannelsEarnNothing();
    annReachesLevelOne();
    aCutGatewayLosesAndDoublesNothing();
    annReachesLevelTwo();
    annAsksForHerLevel();
    benAsksForCleosLevel();
    theLeaderboardIsPaged();
    anyoneAsksAbout();
    benLeavesAndReturns();
    theLedgerAgrees();
    transcript.end((System.nanoTime() - start) / 1_000_000);
  }

  private void commandsAreThere() {
    transcript.step("The worker has registered its commands with Discord");
    awaitUntil(() -> !stack.bot().commands().isEmpty());
    transcript.check(
        "/about, /level and /leaderboard are offered",
        stack.bot().commands().stream()
                .map(command -> command.path("name").asText())
                .filter(name -> name.matches("about|level|leaderboard"))
                .count()
            == 3);
  }

  private void aFirstMessageEarns() {
    transcript.step("Ann writes her first message");
    long before = xp(ann);
    write(ann, "Good morning, everyone!");
    awaitUntil(() -> xp(ann) > before);
    transcript.xp(ann, before, xp(ann));
    transcript.check("it earned 15 to 30 XP", isOneAward(xp(ann) - before));
  }

  private void theCooldownHolds() {
    transcript.step("Ann writes again within a minute; then Ben writes");
    long anns = xp(ann);
    long bens = xp(ben);
    writeAt(ann, "One more thing ...", clock.plusSeconds(59));
    write(ben, "Morning, Ann.");
    awaitUntil(() -> xp(ben) > bens);
    transcript.xp(ann, anns, xp(ann));
    transcript.xp(ben, bens, xp(ben));
    transcript.check("Ann's second message earned nothing", xp(ann) == anns);
    transcript.check("Ben's earned 15 to 30 XP", isOneAward(xp(ben) - bens));
  }

  private void webhooksAndIgnoredChannelsEarnNothing() {
    transcript.step("A webhook posts, and Ann writes in an ignored channel; then Ben writes");
    long anns = xp(ann);
    long bens = xp(ben);
    demo.general().sendAsWebhook("News", "Build 41 is green.");
    nextMinute();
    ann.send(demo.spam(), "beep", clock);
    transcript.wrote(ann, demo.spam(), "beep");
    write(ben, "Anything new?");
    awaitUntil(() -> xp(ben) > bens);
    transcript.xp(ann, anns, xp(ann));
    transcript.check("Ann earned nothing there", xp(ann) == anns);
    transcript.check("only Ann and Ben have a record", database.dsl().fetchCount(GUILD_USERS) == 2);
  }

  private void annReachesLevelOne() {
    transcript.step("Ann goes on talking until level 1");
    String rolesBefore = Transcript.rolesOf(ann);
    LocalMessage last = talkUntilLevel(ann, 1);
    awaitUntil(() -> ann.has(demo.novice()));
    LocalMessage notice = awaitNoticeToAnn(1);
    transcript.answered(notice);
    transcript.roles(ann, rolesBefore);
    transcript.check("she was told by a reply to that message", repliesTo(notice, last));
    transcript.check("the reply pings Ann and nobody else", pingsOnly(notice, ann));
    transcript.check("she has the role Novice", ann.has(demo.novice()));
  }

  private void aCutGatewayLosesAndDoublesNothing() {
    transcript.step("The gateway connection is cut while Ben writes; the session resumes");
    int resumedBefore = session().resumed();
    long bens = xp(ben);
    long count = messages(ben);
    discord.gateway().cut(session().id());
    write(ben, "Did you see that?");
    write(ben, "Still here.");
    awaitUntil(() -> session().resumed() > resumedBefore);
    awaitUntil(() -> messages(ben) >= count + 2);
    transcript.xp(ben, bens, xp(ben));
    transcript.check("both messages earned once", messages(ben) == count + 2);
  }

  private void annReachesLevelTwo() {
    transcript.step("Ann reaches level 2, whose role replaces that of level 1");
    String rolesBefore = Transcript.rolesOf(ann);
    talkUntilLevel(ann, 2);
    awaitUntil(() -> ann.has(demo.regular()) && !ann.has(demo.novice()));
    transcript.answered(awaitNoticeToAnn(2));
    transcript.roles(ann, rolesBefore);
    transcript.check("she has the role Regular", ann.has(demo.regular()));
    transcript.check("and no longer the role Novice", !ann.has(demo.novice()));
    awaitUntil(() -> database.dsl().fetchCount(LEVEL_UPS) == 0);
    transcript.check("she was told twice in all, once a level", noticesToAnn().count() == 2);
  }

  private void annAsksForHerLevel() {
    transcript.step("Ann asks for her level");
    InvocationResult answer = run(ann, "/level");
    transcript.check("the answer shows level 2", text(answer).contains("Level: 2"));
    transcript.check("and rank 1", text(answer).contains("Rank: #1"));
    transcript.check("and her XP", text(answer).replace(",", "").contains(Long.toString(xp(ann))));
  }

  private void benAsksForCleosLevel() {
    transcript.step("Ben asks for the level of Cleo, who never wrote");
    InvocationResult answer = run(ben, "/level user:@Cleo");
    transcript.check("the answer says so", text(answer).contains("has never talked before"));
  }

  private void theLeaderboardIsPaged() {
    transcript.step("Cleo asks for the leaderboard, far past its end");
    InvocationResult answer = run(cleo, "/leaderboard page:99");
    String board = text(answer);
    transcript.check("it is the last page there is", board.contains("Page 1 of 1"));
    transcript.check(
        "Ann stands before Ben",
        board.indexOf("Ann") >= 0 && board.indexOf("Ann") < board.indexOf("Ben"));
    transcript.check("Cleo is not on it", !board.contains("Cleo"));
    LocalMessage shown = demo.general().message(answer.message().orElseThrow().id()).orElseThrow();
    transcript.pressed(ben, "My page");
    InvocationResult own = ben.click(shown, "leaderboard/mine").awaitAnswer(PATIENCE);
    transcript.answered(
        stack.bot().name(),
        own.content(),
        own.message().orElseThrow().gatewayJson().path("embeds"));
    transcript.check("Ben gets a copy that only he sees", own.message().orElseThrow().ephemeral());
    transcript.check("with his place on it", text(own).contains("Ben"));
  }

  private void anyoneAsksAbout() {
    transcript.step("Dario asks what this bot is");
    InvocationResult answer = run(demo.member("Dario"), "/about");
    transcript.check("the answer counts one server", text(answer).contains("Active servers: 1"));
    transcript.check("and two members", text(answer).contains("Members tracked: 2"));
  }

  private void benLeavesAndReturns() {
    transcript.step("Ben leaves and returns");
    long bens = xp(ben);
    ben.leave();
    awaitUntil(() -> standing(ben).orElseThrow().rank().isEmpty());
    transcript.check(
        "the leaderboard does not show him", !text(run(cleo, "/leaderboard")).contains("Ben"));
    transcript.check("his XP is kept", xp(ben) == bens);
    ben.rejoin();
    awaitUntil(() -> standing(ben).orElseThrow().rank().isPresent());
    transcript.check("back, he is shown again", text(run(cleo, "/leaderboard")).contains("Ben"));
  }

  private void theLedgerAgrees() {
    transcript.step("Every member's XP is compared with the log of their messages");
    transcript.check("all agree", new XpAudit(database).disagreements().isEmpty());
  }

  // People

  private LocalMessage write(LocalMember who, String text) {
    nextMinute();
    return writeAt(who, text, clock);
  }

  private LocalMessage writeAt(LocalMember who, String text, Instant at) {
    transcript.wrote(who, demo.general(), text);
    return who.send(demo.general(), text, at);
  }

  private void nextMinute() {
    clock = clock.plus(1, ChronoUnit.MINUTES);
  }

  /** Writes a message a minute; returns the one that reached the level. */
  private LocalMessage talkUntilLevel(LocalMember who, int level) {
    while (true) {
      long before = xp(who);
      LocalMessage message = write(who, "I have more to say.");
      awaitUntil(() -> xp(who) > before);
      transcript.xp(who, before, xp(who));
      if (standing(who).orElseThrow().level() >= level) {
        return message;
      }
    }
  }

  private InvocationResult run(LocalMember who, String command) {
    transcript.wrote(who, demo.general(), command);
    Invocation invocation = who.run(demo.general(), command);
    InvocationResult result = invocation.awaitAnswer(PATIENCE);
    if (result.message().isEmpty()) {
      throw new AssertionError(command + " was not answered: " + result.failure());
    }
    var message = result.message().get().gatewayJson();
    transcript.answered(stack.bot().name(), result.content(), message.path("embeds"));
    return result;
  }

  // Facts

  private long xp(LocalMember member) {
    return standing(member).map(Standing::xp).orElse(0L);
  }

  private long messages(LocalMember member) {
    return standing(member).map(Standing::messageCount).orElse(0L);
  }

  private Optional<Standing> standing(LocalMember member) {
    return leaderboard.standing(new MemberKey(demo.server().id(), member.id()));
  }

  private static boolean isOneAward(long gained) {
    return gained >= LEAST_XP && gained <= MOST_XP;
  }

  private SessionView session() {
    return discord.gateway().sessions().getFirst();
  }

  private LocalMessage awaitNoticeToAnn(int level) {
    awaitUntil(() -> noticesToAnn(level) == 1);
    return noticesToAnn().filter(notice -> tellsOf(notice, level)).findFirst().orElseThrow();
  }

  private long noticesToAnn(int level) {
    return noticesToAnn().filter(notice -> tellsOf(notice, level)).count();
  }

  /** The bot's messages that answer a message of hers; its answers to commands answer none. */
  private Stream<LocalMessage> noticesToAnn() {
    return demo.general().messages().stream()
        .filter(message -> message.authorId() == stack.bot().id())
        .filter(message -> message.json().has("message_reference"))
        .filter(message -> message.pings(ann.user()));
  }

  private static boolean tellsOf(LocalMessage notice, int level) {
    return notice.content().endsWith("level " + level + "!");
  }

  private static boolean repliesTo(LocalMessage notice, LocalMessage message) {
    return notice.json().path("message_reference").path("message_id").asLong() == message.id();
  }

  private static boolean pingsOnly(LocalMessage notice, LocalMember member) {
    var mentions = notice.json().path("mentions");
    return mentions.size() == 1 && notice.pings(member.user());
  }

  /** All that people read of an answer, a line each. */
  private static String text(InvocationResult answer) {
    return String.join(
        "\n",
        Transcript.lines(
            answer.content(), answer.message().orElseThrow().gatewayJson().path("embeds")));
  }

  private void awaitUntil(BooleanSupplier condition) {
    discord.awaitUntil(PATIENCE, condition);
  }
}
