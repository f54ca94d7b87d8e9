package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILD_USERS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_CHANNELS;
import static net.prosperitybot.common.database.schema.Tables.IGNORED_ROLES;
import static net.prosperitybot.common.database.schema.Tables.JOBS;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;
import static net.prosperitybot.common.database.schema.Tables.LEVEL_UPS;
import static net.prosperitybot.common.database.schema.Tables.XP_ADJUSTMENTS;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.NoticeKind;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;

/** The part of the scenario in which Mara, who owns the server, uses every command of an admin. */
final class AdminScenes {
  private static final Duration SETTINGS_ARE_SEEN_WITHIN = Duration.ofSeconds(1);
  private static final int LEAST_TRIPLE_XP = 45;
  private static final int VETERAN_LEVEL = 4;

  private final LocalWorld world;
  private final DemoServer demo;
  private final Stage stage;
  private final Transcript transcript;
  private final Database database;
  private final LocalMember mara;
  private final LocalMember ann;
  private final LocalMember ben;
  private final LocalMember cleo;
  private final LocalMember dario;
  private final LocalChannel photos;
  private final LocalRole moderator;

  AdminScenes(LocalWorld world, DemoServer demo, Stage stage, Transcript transcript) {
    this.world = world;
    this.demo = demo;
    this.stage = stage;
    this.transcript = transcript;
    this.database = world.database();
    this.mara = demo.server().owner();
    this.ann = demo.member("Ann");
    this.ben = demo.member("Ben");
    this.cleo = demo.member("Cleo");
    this.dario = demo.member("Dario");
    this.photos = demo.server().channel("photos");
    this.moderator = demo.server().role("Moderator").orElseThrow();
  }

  void play() {
    membersMayNot();
    maraIgnoresAChannelAndARole();
    long since = maraMakesXpComeFaster();
    theEventsServiceObeysWithinASecond(since);
    maraTakesItBack();
    maraChoosesWhereLevelUpsAreTold();
    maraGivesAndTakesXp();
    maraGivesLevels();
    aNewLevelRoleIsBackFilled();
    whatCanNeverWorkIsRefused();
    levelRolesStack();
    maraTakesLevels();
    maraReadsAHistory();
    aLevelRoleIsRemoved();
    maraSeesAllSettings();
  }

  private void membersMayNot() {
    transcript.step("Ann tries to give herself XP");
    InvocationResult refused = stage.ask(ann, "/xp give user:@Ann xp:1000").await();
    transcript.check(
        "Discord refuses: she may not manage the server",
        refused.state() == InvocationResult.State.REFUSED);
    transcript.check("nothing is recorded", database.dsl().fetchCount(XP_ADJUSTMENTS) == 0);
  }

  // Settings

  private void maraIgnoresAChannelAndARole() {
    transcript.step("Mara ignores #photos and the role Moderator");
    says("/ignore channels add channel:#photos", "earn no XP from now on");
    says("/ignore channels list", photos.mention());
    says("/ignore roles add role:@Moderator", "earn no XP from now on");
    says("/ignore roles list", moderator.mention());
    transcript.check(
        "both are on record",
        database.dsl().fetchExists(IGNORED_CHANNELS, IGNORED_CHANNELS.CHANNEL_ID.eq(photos.id()))
            && database.dsl().fetchExists(IGNORED_ROLES, IGNORED_ROLES.ROLE_ID.eq(moderator.id())));
  }

  /** Returns when she was answered, in nanoseconds of the monotonic clock. */
  private long maraMakesXpComeFaster() {
    transcript.step("Mara makes XP come faster");
    says("/settings delay delay:30", "30 seconds");
    says("/settings multiplier multiplier:3", "×3.00");
    long answered = System.nanoTime();
    GuildSettings now = settings();
    transcript.check("the delay is 30 s", now.cooldown().equals(Duration.ofSeconds(30)));
    transcript.check("the multiplier is 3.00", now.multiplier().toPlainString().equals("3.00"));
    return answered;
  }

  private void theEventsServiceObeysWithinASecond(long since) {
    transcript.step("Ben writes until it shows; then Cleo, a moderator, and Ann in #photos");
    Duration lastByTheOldSettings = Duration.ZERO;
    Duration writtenAfter = sinceThen(since);
    while (earns(ben, "Is it faster now?") < LEAST_TRIPLE_XP) {
      lastByTheOldSettings = writtenAfter;
      writtenAfter = sinceThen(since);
    }
    transcript.check(
        "what was written a second after the answer, or later, earned by the new settings",
        lastByTheOldSettings.compareTo(SETTINGS_ARE_SEEN_WITHIN) < 0);

    long anns = stage.xp(ann);
    long bens = stage.messages(ben);
    stage.write(cleo, "Order, please.");
    ann.send(photos, "sunset.jpg", stage.clock());
    transcript.wrote(ann, photos, "sunset.jpg");
    stage.write(ben, "First.");
    stage.writeAt(ben, "Half a minute later.", stage.clock().plusSeconds(30));
    stage.awaitUntil(() -> stage.messages(ben) == bens + 2);
    transcript.check("two messages 30 s apart both earned", stage.messages(ben) == bens + 2);
    transcript.check("Cleo earned nothing", stage.standing(cleo).isEmpty());
    transcript.check("nor did Ann in #photos", stage.xp(ann) == anns);
  }

  private static Duration sinceThen(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Writes a message and returns the XP that it earned. */
  private long earns(LocalMember who, String text) {
    long before = stage.xp(who);
    stage.write(who, text);
    stage.awaitUntil(() -> stage.xp(who) > before);
    long after = stage.xp(who);
    transcript.xp(who, before, after);
    return after - before;
  }

  private void maraTakesItBack() {
    transcript.step("Mara takes all of it back");
    says("/ignore channels remove channel:#photos", "no longer ignored");
    says("/ignore roles remove role:@Moderator", "earn XP again");
    says("/settings delay delay:60", "60 seconds");
    says("/settings multiplier multiplier:1", "×1.00");
    GuildSettings now = settings();
    transcript.check("no role is ignored", now.ignoredRoles().isEmpty());
    transcript.check("only #bot-spam is", now.ignoredChannels().equals(Set.of(demo.spam().id())));
  }

  private void maraChoosesWhereLevelUpsAreTold() {
    transcript.step("Mara chooses from menus where level-ups are told");
    InvocationResult menu = stage.run(mara, "/settings notifications");
    InvocationResult channels =
        stage.choose(mara, menu, "settings/notifications", "A channel", "channel");
    stage.choose(
        mara,
        channels,
        "settings/notifications/channel",
        photos.toString(),
        Long.toString(photos.id()));
    transcript.check("it is #photos", isToldIn(photos));
    says("/settings notifications channel:#general", demo.general().mention());
    transcript.check("now it is #general", isToldIn(demo.general()));
  }

  private boolean isToldIn(LocalChannel channel) {
    GuildSettings now = settings();
    return now.notice() == NoticeKind.CHANNEL
        && now.noticeChannelId().equals(OptionalLong.of(channel.id()));
  }

  // XP and levels

  private void maraGivesAndTakesXp() {
    transcript.step("Mara gives XP to Dario, who never wrote, and takes some of it");
    says("/xp give user:@Dario xp:300 reason:Helped a newcomer", "300 XP", "level 0 → 2");
    stage.awaitRoles(dario, demo.regular());
    transcript.check("he has 300 XP and level 2", isAt(dario, 300, 2));
    transcript.check("he has the role Regular", dario.has(demo.regular()));
    transcript.answered(awaitNotice(dario, 2));
    says("/xp take user:@Dario xp:100 reason:Miscounted", "100 XP", "level 2 → 1");
    stage.awaitRoles(dario, demo.novice());
    transcript.check("he has 200 XP and level 1", isAt(dario, 200, 1));
    transcript.check("Novice has come back for Regular", dario.has(demo.novice()));
  }

  private void maraGivesLevels() {
    transcript.step("Mara gives Dario four levels");
    says("/levels give user:@Dario levels:4", "4 levels", "level 1 → 5");
    stage.awaitRoles(dario, demo.regular());
    transcript.check("he has exactly what level 5 requires", isAt(dario, 1150, 5));
    transcript.answered(awaitNotice(dario, 5));
    transcript.check(
        "each change is on record with who made it",
        database.dsl().fetch(XP_ADJUSTMENTS).stream()
                .filter(row -> row.getActorId() == mara.id() && row.getUserId() == dario.id())
                .count()
            == 3);
  }

  private void maraTakesLevels() {
    transcript.step("Mara takes two levels");
    says("/levels take user:@Dario levels:2", "2 levels", "level 5 → 3");
    stage.awaitRoles(dario, demo.novice(), demo.regular());
    transcript.check("he has exactly what level 3 requires", isAt(dario, 475, 3));
    transcript.check("he has lost the role Veteran", !dario.has(veteran()));
  }

  private void maraReadsAHistory() {
    transcript.step("Mara reads where Dario's XP came from");
    says(
        "/xp history user:@Dario",
        "+300 XP by " + mara.user().mention(),
        "Helped a newcomer",
        "−100 XP",
        "Miscounted",
        "+950 XP",
        "−675 XP");
  }

  // Level roles

  private void aNewLevelRoleIsBackFilled() {
    transcript.step("Mara adds a level role; whoever has reached the level gets it");
    LocalRole veteran = demo.server().createRole("Veteran");
    Invocation asked = stage.ask(mara, "/levelroles add role:@Veteran level:" + VETERAN_LEVEL);
    stage.awaitUntil(() -> asked.result().content().startsWith("Done"));
    stage.tell(asked.result());
    transcript.check(
        "the answer ends with how many have it",
        asked.result().content().contains("1 member has " + veteran.mention()));
    transcript.check("Dario has it, and Regular no longer", dario.roles().equals(List.of(veteran)));
    stage.awaitUntil(() -> database.dsl().fetchCount(JOBS) == 0);
    transcript.check("the job is done", database.dsl().fetchCount(JOBS) == 0);
    transcript.check(
        "the rule is on record",
        database.dsl().fetchExists(LEVEL_ROLES, LEVEL_ROLES.ROLE_ID.eq(veteran.id())));
  }

  private void whatCanNeverWorkIsRefused() {
    transcript.step("Mara tries what can't work");
    LocalRole crown = demo.server().createRole("Crown");
    crown.moveTo(demo.server().roles().size());
    says("/levelroles add role:@Crown level:50", "Move my role above");
    says("/levelroles add role:@Veteran level:50", "is given at level 4 already");
    says("/levelroles add role:@Moderator level:4", "Level 4 gives");
    says("/levelroles add role:@everyone level:50", "can't be a level role");
    says("/levelroles add role:@Prosperity level:50", "nobody can give it");
    transcript.check("there are three rules still", database.dsl().fetchCount(LEVEL_ROLES) == 3);
    crown.delete();
  }

  private void levelRolesStack() {
    transcript.step("Mara lets level roles stack");
    says("/settings roles type:stack", "every level role");
    transcript.check("level roles stack", settings().roleMode() == RoleMode.STACK);
    stage.awaitRoles(dario, demo.novice(), demo.regular(), veteran());
    transcript.check(
        "Dario has all three", Stage.holds(dario, demo.novice(), demo.regular(), veteran()));
    stage.awaitRoles(ann, demo.novice(), demo.regular());
    transcript.check(
        "Ann has the two that she has reached", Stage.holds(ann, demo.novice(), demo.regular()));
    says(
        "/levelroles list",
        "Level 1",
        demo.novice().mention(),
        "Level 2",
        demo.regular().mention(),
        "Level 4",
        veteran().mention());
  }

  private void aLevelRoleIsRemoved() {
    transcript.step("Mara removes a level role and goes back to one role each");
    says("/levelroles remove role:@Veteran", "no longer given at level 4");
    transcript.check("two rules are left", database.dsl().fetchCount(LEVEL_ROLES) == 2);
    says("/settings roles type:single", "no other");
    stage.awaitRoles(ann, demo.regular());
    transcript.check("Ann has the role Regular alone", Stage.holds(ann, demo.regular()));
    stage.awaitRoles(dario, demo.regular());
    transcript.check("Dario has the role Regular alone", Stage.holds(dario, demo.regular()));
  }

  private LocalRole veteran() {
    return demo.server().role("Veteran").orElseThrow();
  }

  private void maraSeesAllSettings() {
    transcript.step("Mara looks at all settings");
    says(
        "/settings show",
        "Level-ups are told in " + demo.general().mention(),
        "×1.00",
        "60 s",
        "single",
        "Level 1 " + demo.novice().mention(),
        demo.spam().mention());
    stage.awaitUntil(this::noWorkIsLeft);
    transcript.check("no work is left over", noWorkIsLeft());
  }

  private boolean noWorkIsLeft() {
    return database.dsl().fetchCount(JOBS) == 0 && database.dsl().fetchCount(LEVEL_UPS) == 0;
  }

  // What Mara is answered, and what is on record

  /** Mara uses a command; its answer is for her alone and has all these words. */
  private void says(String command, String... words) {
    InvocationResult answer = stage.run(mara, command);
    String text = Stage.text(answer);
    if (!answer.message().orElseThrow().ephemeral()) {
      throw new AssertionError("everybody sees the answer to " + command);
    }
    for (String each : words) {
      if (!text.contains(each)) {
        throw new AssertionError("“%s” is not in the answer to %s".formatted(each, command));
      }
    }
  }

  private GuildSettings settings() {
    return new GuildSettingsStore(database).load(demo.server().id());
  }

  private boolean isAt(LocalMember member, long xp, int level) {
    return database
        .dsl()
        .fetchExists(
            GUILD_USERS,
            GUILD_USERS
                .USER_ID
                .eq(member.id())
                .and(GUILD_USERS.XP.eq(xp))
                .and(GUILD_USERS.LEVEL.eq(level)));
  }

  private LocalMessage awaitNotice(LocalMember member, int level) {
    stage.awaitUntil(() -> notices(member, level).count() == 1);
    return notices(member, level).findFirst().orElseThrow();
  }

  private Stream<LocalMessage> notices(LocalMember member, int level) {
    return demo.general().messages().stream()
        .filter(message -> message.authorId() == world.bot().id())
        .filter(message -> message.content().contains(member.user().mention()))
        .filter(message -> message.content().endsWith("level " + level + "!"));
  }
}
