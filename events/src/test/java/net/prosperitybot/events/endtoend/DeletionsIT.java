package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.guilds.NoticeKind;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.world.Permissions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of settings when Discord deletes what they name. */
class DeletionsIT {
  private final World world;
  private @Nullable Events events;

  DeletionsIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  private void start() throws Exception {
    events = world.startEvents();
  }

  private void stopService() {
    if (events != null) {
      events.close();
      events = null;
    }
  }

  @AfterEach
  void stop() {
    stopService();
    world.close();
  }

  @Test
  void aDeletedRoleLosesItsRuleAndTheLowerRoleComesBack() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalMember high = world.joinAtLevel("high", 10).give(ten);
    start();
    long version = settings().version();
    ten.delete();
    world.await(() -> settings().levelRoles().size() == 1);
    assertTrue(settings().version() > version);
    world.await(() -> high.roles().equals(List.of(five)));
    world.awaitJobsDone();
  }

  @Test
  void whatDiscordDoesNotAnswerAboutIsAskedForAgainAndKeepsNothingElseWaiting() throws Exception {
    LocalRole first = world.levelRole("First", 5);
    LocalRole second = world.levelRole("Second", 10);
    start();
    stopService();
    first.delete();
    second.delete();
    Faults.Running silence =
        world.discord.fault(
            FaultPlan.on("GET", "/guilds/*/roles/" + first.id(), new Fault.Fail(500, 0, "Oh no")));
    start();
    world.await(() -> settings().levelRoles().equals(List.of(new LevelRole(first.id(), 5))));
    silence.close();
    world.await(() -> settings().levelRoles().isEmpty());
  }

  @Test
  void aRoleDeletedWhileNobodyListenedIsFoundAtTheNextStart() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    LocalRole ten = world.levelRole("Ten", 10);
    LocalRole quiet = world.server.createRole("Quiet");
    LocalMember high = world.joinAtLevel("high", 10).give(ten);
    start();
    ignoreRole(quiet);
    stopService();
    ten.delete();
    quiet.delete();
    start();
    world.await(() -> settings().levelRoles().size() == 1);
    world.await(() -> settings().ignoredRoles().isEmpty());
    world.await(() -> high.has(five));
    world.awaitJobsDone();
  }

  @Test
  void whatWasDeletedWhileTheBotWasOutOfTheServerIsFoundWhenItIsInvitedAgain() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    start();
    removeBot();
    five.delete();
    world.bot.invite(world.server, World.BOT_PERMISSIONS);
    world.await(() -> settings().levelRoles().isEmpty());
  }

  @Test
  void soIsItAtTheStartAfterTheBotWasInvitedAgain() throws Exception {
    LocalRole five = world.levelRole("Five", 5);
    start();
    removeBot();
    stopService();
    five.delete();
    world.bot.invite(world.server, World.BOT_PERMISSIONS);
    start();
    world.await(() -> settings().levelRoles().isEmpty());
  }

  private void removeBot() {
    world.server.kick(world.bot);
    world.await(() -> world.count("SELECT COUNT(*) FROM guilds WHERE serving_bot_id IS NULL") == 1);
  }

  @Test
  void aDeletedIgnoredRoleIsNotIgnoredAnyMore() throws Exception {
    LocalRole quiet = world.server.createRole("Quiet");
    start();
    ignoreRole(quiet);
    quiet.delete();
    world.await(() -> settings().ignoredRoles().isEmpty());
  }

  @Test
  void aDeletedChannelLosesItsIgnoringAndNoticesAreRepliesAgain() throws Exception {
    LocalChannel news = world.server.createTextChannel("news");
    LocalChannel category = world.server.createCategory("quiet");
    LocalChannel kept = world.server.createTextChannel("kept");
    start();
    ignore(news, category, kept);
    tellIn(news);
    news.delete();
    category.delete();
    world.await(() -> settings().ignoredChannels().equals(Set.of(kept.id())));
    world.await(() -> settings().notice() == NoticeKind.REPLY);
    assertTrue(settings().noticeChannelId().isEmpty());
  }

  @Test
  void channelsDeletedWhileNobodyListenedAreFoundAndHiddenOnesStay() throws Exception {
    LocalChannel news = world.server.createTextChannel("news");
    LocalChannel gone = world.server.createTextChannel("gone");
    LocalChannel secret = world.server.createTextChannel("secret");
    LocalChannel hidden = secret.createThread("hidden", world.ann.user());
    start();
    ignore(gone, secret, hidden);
    tellIn(news);
    stopService();
    news.delete();
    gone.delete();
    secret.overwrite(world.bot.bot(), 0, Permissions.VIEW_CHANNEL);
    start();
    world.await(() -> settings().ignoredChannels().equals(Set.of(secret.id(), hidden.id())));
    world.await(() -> settings().notice() == NoticeKind.REPLY);
    world.await(
        () -> !world.discord.requests().matching("GET", "/channels/" + hidden.id()).isEmpty());
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .until(() -> settings().ignoredChannels().contains(hidden.id()));
  }

  @Test
  void anIgnoredThreadThatIsDeletedWhileItIsArchivedIsNotIgnoredAnyMore() throws Exception {
    LocalChannel open = world.channel.createThread("open", world.ann.user());
    LocalChannel archived = world.channel.createThread("archived", world.ann.user());
    LocalChannel kept = world.channel.createThread("kept", world.ann.user());
    start();
    ignore(open, archived, kept);
    archived.archive();
    kept.archive();
    archived.delete();
    open.delete();
    world.await(() -> settings().ignoredChannels().equals(Set.of(kept.id())));
  }

  @Test
  void anIgnoredThreadIsForgottenWithItsChannel() throws Exception {
    LocalChannel parent = world.server.createTextChannel("parent");
    LocalChannel thread = parent.createThread("aside", world.ann.user());
    start();
    ignore(thread);
    parent.delete();
    world.await(() -> settings().ignoredChannels().isEmpty());
  }

  @Test
  void aServerInAnOutageIsLeftAloneUntilItIsBack() throws Exception {
    world.levelRole("Five", 5);
    LocalChannel gone = world.server.createTextChannel("gone");
    start();
    ignore(gone);
    world.server.beginOutage();
    gone.delete();
    Awaitility.await()
        .during(Duration.ofMillis(500))
        .until(
            () -> settings().levelRoles().size() == 1 && !settings().ignoredChannels().isEmpty());
    world.server.endOutage();
    world.await(() -> settings().ignoredChannels().isEmpty());
    assertEquals(1, settings().levelRoles().size());
  }

  private GuildSettings settings() {
    return new GuildSettingsStore(world.database()).load(world.server.id());
  }

  private void tellIn(LocalChannel channel) {
    world.set("notification_type = 'channel', notification_channel_id = " + channel.id());
  }

  private void ignore(LocalChannel... channels) {
    for (LocalChannel each : channels) {
      insert("ignored_channels", "channel_id", each.id());
    }
  }

  private void ignoreRole(LocalRole role) {
    insert("ignored_roles", "role_id", role.id());
  }

  private void insert(String table, String column, long id) {
    world
        .database()
        .dsl()
        .execute(
            "INSERT INTO %s (guild_id, %s) VALUES (?, ?)".formatted(table, column),
            world.server.id(),
            id);
    world.set("name = name");
  }
}
