package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;

import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelling.XpAudit;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.interactions.InvocationResult;

/**
 * What {@code demo --check} plays: people chat, earn, rise, get roles and ask; an admin uses every
 * command ({@link AdminScenes}) and lets a bot of her own serve ({@link WhitelabelScene}). After
 * each step it is checked that it happened in Discord and in the database.
 */
final class Scenario {
  private static final int LEAST_XP = 15;
  private static final int MOST_XP = 30;

  private static final List<String> COMMANDS =
      List.of(
          "about",
          "ignore",
          "leaderboard",
          "level",
          "levelroles",
          "levels",
          "settings",
          "whitelabel",
          "xp");

  private final LocalWorld world;
  private final DemoServer demo;
  private final Database database;
  private final Transcript transcript;
  private final Stage stage;
  private final LocalMember ann;
  private final LocalMember ben;
  private final LocalMember cleo;

  Scenario(LocalWorld world, DemoServer demo, Transcript transcript) {
    this.world = world;
    this.demo = demo;
    this.database = world.database();
    this.transcript = transcript;
    this.stage = new Stage(world, demo, transcript);
    this.ann = demo.member("Ann");
    this.ben = demo.member("Ben");
    this.cleo = demo.member("Cleo");
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
    new AdminScenes(world, demo, stage, transcript).play();
    new WhitelabelScene(world, demo, stage, transcript).play();
    theLedgerAgrees();
    transcript.end((System.nanoTime() - start) / 1_000_000);
  }

  /** Plays the beginning: what members do all day. */
  void playADay() {
    commandsAreThere();
    aFirstMessageEarns();
    theCooldownHolds();
    annReachesLevelOne();
    annReachesLevelTwo();
    annAsksForHerLevel();
    theLeaderboardIsPaged();
    anyoneAsksAbout();
  }

  private void commandsAreThere() {
    transcript.step("The worker has registered its commands with Discord");
    stage.awaitUntil(() -> !world.bot().commands().isEmpty());
    List<String> names =
        world.bot().commands().stream()
            .map(command -> command.path("name").asText())
            .sorted()
            .toList();
    transcript.check("they are " + names, names.equals(COMMANDS));
  }

  private void aFirstMessageEarns() {
    transcript.step("Ann writes her first message");
    long before = stage.xp(ann);
    stage.write(ann, "Good morning, everyone!");
    stage.awaitUntil(() -> stage.xp(ann) > before);
    transcript.xp(ann, before, stage.xp(ann));
    transcript.check("it earned 15 to 30 XP", isOneAward(stage.xp(ann) - before));
  }

  private void theCooldownHolds() {
    transcript.step("Ann writes again within a minute; then Ben writes");
    long anns = stage.xp(ann);
    long bens = stage.xp(ben);
    stage.writeAt(ann, "One more thing ...", stage.clock().plusSeconds(59));
    stage.write(ben, "Morning, Ann.");
    stage.awaitUntil(() -> stage.xp(ben) > bens);
    transcript.xp(ann, anns, stage.xp(ann));
    transcript.xp(ben, bens, stage.xp(ben));
    transcript.check("Ann's second message earned nothing", stage.xp(ann) == anns);
    transcript.check("Ben's earned 15 to 30 XP", isOneAward(stage.xp(ben) - bens));
  }

  private void webhooksAndIgnoredChannelsEarnNothing() {
    transcript.step("A webhook posts, and Ann writes in an ignored channel; then Ben writes");
    long anns = stage.xp(ann);
    long bens = stage.xp(ben);
    demo.general().sendAsWebhook("News", "Build 41 is green.");
    stage.nextMinute();
    ann.send(demo.spam(), "beep", stage.clock());
    transcript.wrote(ann, demo.spam(), "beep");
    stage.write(ben, "Anything new?");
    stage.awaitUntil(() -> stage.xp(ben) > bens);
    transcript.xp(ann, anns, stage.xp(ann));
    transcript.check("Ann earned nothing there", stage.xp(ann) == anns);
    transcript.check("only Ann and Ben have a record", database.dsl().fetchCount(GUILD_USERS) == 2);
  }

  private void annReachesLevelOne() {
    transcript.step("Ann goes on talking until level 1");
    String rolesBefore = Transcript.rolesOf(ann);
    LocalMessage last = stage.talkUntilLevel(ann, 1);
    stage.awaitUntil(() -> ann.has(demo.novice()));
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
    long bens = stage.xp(ben);
    long count = stage.messages(ben);
    world.discord().gateway().cut(session().id());
    stage.write(ben, "Did you see that?");
    stage.write(ben, "Still here.");
    stage.awaitUntil(() -> session().resumed() > resumedBefore);
    stage.awaitUntil(() -> stage.messages(ben) >= count + 2);
    transcript.xp(ben, bens, stage.xp(ben));
    transcript.check("both messages earned once", stage.messages(ben) == count + 2);
  }

  private void annReachesLevelTwo() {
    transcript.step("Ann reaches level 2, whose role replaces that of level 1");
    String rolesBefore = Transcript.rolesOf(ann);
    stage.talkUntilLevel(ann, 2);
    stage.awaitUntil(() -> ann.has(demo.regular()) && !ann.has(demo.novice()));
    transcript.answered(awaitNoticeToAnn(2));
    transcript.roles(ann, rolesBefore);
    transcript.check("she has the role Regular", ann.has(demo.regular()));
    transcript.check("and no longer the role Novice", !ann.has(demo.novice()));
    stage.awaitUntil(() -> database.dsl().fetchCount(LEVEL_UPS) == 0);
    transcript.check("she was told twice in all, once a level", noticesToAnn().count() == 2);
  }

  private void annAsksForHerLevel() {
    transcript.step("Ann asks for her level");
    InvocationResult answer = stage.run(ann, "/level");
    transcript.check("the answer shows level 2", Stage.text(answer).contains("Level: 2"));
    transcript.check("and rank 1", Stage.text(answer).contains("Rank: #1"));
    transcript.check(
        "and her XP", Stage.text(answer).replace(",", "").contains(Long.toString(stage.xp(ann))));
  }

  private void benAsksForCleosLevel() {
    transcript.step("Ben asks for the level of Cleo, who never wrote");
    InvocationResult answer = stage.run(ben, "/level user:@Cleo");
    transcript.check("the answer says so", Stage.text(answer).contains("has never talked before"));
  }

  private void theLeaderboardIsPaged() {
    transcript.step("Cleo asks for the leaderboard, far past its end");
    InvocationResult answer = stage.run(cleo, "/leaderboard page:99");
    String board = Stage.text(answer);
    transcript.check("it is the last page there is", board.contains("Page 1 of 1"));
    transcript.check(
        "Ann stands before Ben",
        board.indexOf("Ann") >= 0 && board.indexOf("Ann") < board.indexOf("Ben"));
    transcript.check("Cleo is not on it", !board.contains("Cleo"));
    InvocationResult own = stage.press(ben, answer, "My page", "leaderboard/mine");
    transcript.check("Ben gets a copy that only he sees", own.message().orElseThrow().ephemeral());
    transcript.check("with his place on it", Stage.text(own).contains("Ben"));
  }

  private void anyoneAsksAbout() {
    transcript.step("Dario asks what this bot is");
    InvocationResult answer = stage.run(demo.member("Dario"), "/about");
    transcript.check(
        "the answer counts one server", Stage.text(answer).contains("Active servers: 1"));
    transcript.check("and two members", Stage.text(answer).contains("Members tracked: 2"));
  }

  private void benLeavesAndReturns() {
    transcript.step("Ben leaves and returns");
    long bens = stage.xp(ben);
    ben.leave();
    stage.awaitUntil(() -> stage.standing(ben).orElseThrow().rank().isEmpty());
    transcript.check(
        "the leaderboard does not show him",
        !Stage.text(stage.run(cleo, "/leaderboard")).contains("Ben"));
    transcript.check("his XP is kept", stage.xp(ben) == bens);
    ben.rejoin();
    stage.awaitUntil(() -> stage.standing(ben).orElseThrow().rank().isPresent());
    transcript.check(
        "back, he is shown again", Stage.text(stage.run(cleo, "/leaderboard")).contains("Ben"));
  }

  private void theLedgerAgrees() {
    transcript.step("Every member's XP is compared with the ledger");
    transcript.check("all agree", new XpAudit(database).disagreements().isEmpty());
  }

  // Facts

  private static boolean isOneAward(long gained) {
    return gained >= LEAST_XP && gained <= MOST_XP;
  }

  private SessionView session() {
    return world.discord().gateway().sessions().getFirst();
  }

  private LocalMessage awaitNoticeToAnn(int level) {
    stage.awaitUntil(() -> noticesToAnn(level) == 1);
    return noticesToAnn().filter(notice -> tellsOf(notice, level)).findFirst().orElseThrow();
  }

  private long noticesToAnn(int level) {
    return noticesToAnn().filter(notice -> tellsOf(notice, level)).count();
  }

  /** The bot's messages that answer a message of hers; its answers to commands answer none. */
  private Stream<LocalMessage> noticesToAnn() {
    return demo.general().messages().stream()
        .filter(message -> message.authorId() == world.bot().id())
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
}
