package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.faults.Faults;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LevellingIT {
  private final World world;

  LevellingIT(@TempDir Path folder) {
    this.world = new World(folder, true);
  }

  private Events events;

  @BeforeEach
  void start() throws Exception {
    events = world.startEvents();
  }

  @AfterEach
  void stop() {
    events.close();
    world.close();
  }

  @Test
  void whoChatsEarnsRisesAndGetsTheRoleAndAReply() throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    world.chatToLevelOne(world.ann);
    world.await(() -> world.ann.has(regular));
    world.awaitDelivered();
    LocalMessage notice = theOnlyNotice();
    assertEquals(
        "Congratulations %s, you reached level 1!".formatted(world.ann.mention()),
        notice.content());
    assertTrue(notice.pings(world.ann.user()));
    assertTrue(notice.json().has("message_reference"), "it is a reply");
    assertTrue(world.get(events, "/metrics").contains("prosperity_awards_total"));
    assertEquals("database answers, gateway connected", world.get(events, "/health"));
    assertEquals("alive", world.get(events, "/live"));
  }

  @Test
  void theMetricsTellOfConnectionsAndOfTheStartAsTheWorkersDo() throws Exception {
    String metrics = world.get(events, "/metrics");
    for (String name :
        List.of(
            "prosperity_database_connections_active",
            "prosperity_database_connections_idle",
            "prosperity_database_connections_waiting",
            "process_start_time_seconds")) {
      assertTrue(metrics.contains("\n" + name + " "), name);
    }
  }

  @Test
  void aMessageInTheCooldownEarnsNothing() {
    world.chat(world.ann);
    world.await(() -> world.earned() == 1);
    world.ann.send(world.channel, "again");
    world.await(() -> world.earned() == 2); // hours later by its own time
    world.ann.send(world.channel, "and again");
    LocalMember ben = world.server.join("ben");
    world.chat(ben);
    world.await(() -> world.earned() == 3);
    assertEquals(1, world.count("SELECT COUNT(*) FROM message_logs WHERE user_id = ?", ben.id()));
  }

  @Test
  void botsWebhooksAndDiscordItselfEarnNothing() {
    world.channel.sendAsWebhook("news", "hello");
    world.channel.sendAsSystem(7, world.ann.user());
    world.chat(world.ann);
    world.await(() -> world.earned() == 1);
    assertEquals(1, world.count("SELECT COUNT(*) FROM guild_users"));
  }

  @Test
  void whatAResumedSessionReplaysCountsOnce() {
    world.chat(world.ann);
    world.await(() -> world.earned() == 1);
    world.discord.gateway().cut(session().id());
    for (int i = 0; i < 20; i++) {
      world.chat(world.ann);
    }
    world.await(() -> world.earned() == 21);
  }

  @Test
  void anEventThatDiscordRepeatsCountsOnce() {
    world.discord.gateway().duplicateNext(world.bot.id(), 10);
    for (int i = 0; i < 10; i++) {
      world.chat(world.ann);
    }
    world.await(() -> world.earned() == 10);
  }

  @Test
  void twoProcessesThatOverlapCountAMessageOnceAndTellALevelOnce() throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    try (Events other = world.startEvents()) {
      assertTrue(other.managementPort() > 0);
      world.chatToLevelOne(world.ann);
      world.await(() -> world.ann.has(regular));
      world.awaitDelivered();
    }
    theOnlyNotice();
  }

  @Test
  void aServerThatIsOutIsNotLeft() {
    LocalServer other = world.discord.createServer("Other");
    LocalChannel elsewhere = other.createTextChannel("chat");
    world.bot.invite(other, World.BOT_PERMISSIONS);
    world.await(() -> world.count("SELECT COUNT(*) FROM guilds WHERE active") == 2);
    world.server.beginOutage();
    other.join("ben").send(elsewhere, "hello"); // heard after the outage began
    world.await(() -> world.earned() == 1);
    assertEquals(2, world.count("SELECT COUNT(*) FROM guilds WHERE active"));
    world.server.endOutage();
    world.chat(world.ann);
    world.await(() -> world.earned() == 2);
    other.kick(world.bot);
    world.await(() -> world.count("SELECT COUNT(*) FROM guilds WHERE active") == 1);
    assertEquals(1, world.count("SELECT COUNT(*) FROM guilds WHERE active"));
    world.server.kick(world.bot);
    world.await(() -> world.count("SELECT COUNT(*) FROM guilds WHERE NOT active") == 2);
    world.bot.invite(world.server, World.BOT_PERMISSIONS);
    world.await(() -> world.count("SELECT COUNT(*) FROM guilds WHERE active") == 1);
  }

  @Test
  void aRenamedServerAndARenamedMemberAreKnownByTheirNewNames() {
    world.chat(world.ann);
    world.await(() -> world.earned() == 1);
    world.server.rename("Bistro");
    world.ann.user().rename("anna", "Anna");
    world.await(() -> world.count("SELECT COUNT(*) FROM guilds WHERE name = 'Bistro'") == 1);
    world.await(() -> world.count("SELECT COUNT(*) FROM users WHERE display_name = 'Anna'") == 1);
  }

  @Test
  void whoIsRenamedAndRenamedBackIsKnownByTheFirstNameAgain() {
    world.chat(world.ann);
    world.await(() -> world.earned() == 1);
    String first = world.ann.user().name();
    world.ann.user().rename("anna", "Anna");
    world.await(() -> world.count("SELECT COUNT(*) FROM users WHERE username = 'anna'") == 1);
    world.ann.user().rename(first, null);
    world.await(() -> world.count("SELECT COUNT(*) FROM users WHERE username = ?", first) == 1);
  }

  @Test
  void whoLeavesIsAbsentAndWhoRejoinsGetsTheirRolesBack() {
    LocalRole regular = world.levelRole("Regular", 1);
    world.chatToLevelOne(world.ann);
    world.await(() -> world.ann.has(regular));
    world.ann.leave();
    world.await(() -> !world.isPresent(world.ann));
    world.ann.rejoin();
    world.await(() -> world.isPresent(world.ann) && world.ann.has(regular));
    world.awaitDelivered();
    theOnlyNotice();
  }

  @Test
  void whoLeftWhileNobodyListenedIsFoundInTheMemberList() throws Exception {
    LocalMember ben = world.server.join("ben");
    world.chat(world.ann);
    world.chat(ben);
    world.await(() -> world.earned() == 2);
    events.close();
    ben.leave();
    world.server.populate(2500);
    events = world.startEvents();
    world.await(() -> !world.isPresent(ben));
    assertTrue(world.isPresent(world.ann));
  }

  @Test
  void whoRejoinedWhileNobodyListenedGetsTheirRolesBack() throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    world.chatToLevelOne(world.ann);
    world.await(() -> world.ann.has(regular));
    world.ann.leave();
    world.await(() -> !world.isPresent(world.ann));
    events.close();
    world.ann.rejoin();
    assertFalse(world.ann.has(regular));
    events = world.startEvents();
    world.await(() -> world.isPresent(world.ann) && world.ann.has(regular));
    world.awaitDelivered();
    theOnlyNotice();
  }

  @Test
  void whoLeftAndRejoinedWhileNobodyListenedGetsTheirRolesBackToo() throws Exception {
    LocalRole regular = world.levelRole("Regular", 1);
    world.chatToLevelOne(world.ann);
    world.await(() -> world.ann.has(regular));
    world.awaitDelivered();
    events.close();
    world.ann.leave();
    world.ann.rejoin();
    assertFalse(world.ann.has(regular));
    Faults.Running noList =
        world.discord.fault(
            FaultPlan.on("GET", "/guilds/*/members", new Fault.Fail(500, 0, "Internal")).times(2));
    events = world.startEvents();
    world.await(() -> world.ann.has(regular));
    assertEquals(2, noList.hits());
    world.awaitDelivered();
    theOnlyNotice();
  }

  @Test
  void aNoticeInAChannelPingsNobodyAndOneThatIsOffIsNotSent() {
    LocalChannel news = world.server.createTextChannel("news");
    world.set("notification_type = 'channel', notification_channel_id = " + news.id());
    world.chatToLevelOne(world.ann);
    world.await(() -> world.fromBot(news).size() == 1);
    assertFalse(world.fromBot(news).getFirst().pings(world.ann.user()));
    world.awaitDelivered();

    world.set("notification_type = 'off'");
    LocalMember ben = world.server.join("ben");
    world.chatToLevelOne(ben);
    world.awaitDelivered();
    assertEquals(1, world.fromBot(news).size());
    assertEquals(0, world.fromBot(world.channel).size());
  }

  @Test
  void aNoticeByDirectMessageNamesTheServerAndAClosedDoorHarmsNothing() {
    LocalRole regular = world.levelRole("Regular", 1);
    world.set("notification_type = 'dm'");
    world.chatToLevelOne(world.ann);
    world.awaitDelivered();
    assertEquals(
        List.of("Congratulations, you reached level 1 in **Café**!"),
        world.ann.user().directMessages(world.bot).stream().map(LocalMessage::content).toList());

    LocalMember ben = world.server.join("ben");
    ben.user().closeDirectMessages();
    world.chatToLevelOne(ben);
    world.awaitDelivered();
    assertTrue(ben.has(regular));
    assertEquals(1, noticeFailures());
  }

  @Test
  void aNoticeThatTheChannelForbidsIsCountedAndHarmsNothing() {
    LocalRole regular = world.levelRole("Regular", 1);
    LocalChannel news = world.server.createTextChannel("news");
    news.overwrite(world.bot.bot(), 0, Permissions.SEND_MESSAGES);
    world.set("notification_type = 'channel', notification_channel_id = " + news.id());
    world.chatToLevelOne(world.ann);
    world.awaitDelivered();
    assertTrue(world.ann.has(regular));
    assertEquals(1, noticeFailures());
  }

  private long noticeFailures() {
    return world.count("SELECT notice_failures FROM guilds");
  }

  @Test
  void withoutReadMessageHistoryTheNoticeIsAPlainMessage() {
    world.channel.overwrite(world.bot.bot(), 0, Permissions.READ_MESSAGE_HISTORY);
    world.chatToLevelOne(world.ann);
    world.awaitDelivered();
    assertFalse(theOnlyNotice().json().has("message_reference"));
    assertTrue(theOnlyNotice().pings(world.ann.user()));
  }

  @Test
  void whenTheMessageIsGoneTheNoticeIsAPlainMessageThatPingsItsAuthorOnly() {
    world.set("xp_multiplier = 7"); // one message makes level 1 and never level 2
    world.discord.world().still(this::chatAndDelete);
    world.await(() -> world.earned() == 1);
    world.awaitDelivered();
    LocalMessage notice = theOnlyNotice();
    assertFalse(notice.json().has("message_reference"));
    assertEquals(
        "Congratulations %s, you reached level 1!".formatted(world.ann.mention()),
        notice.content());
    assertTrue(notice.pings(world.ann.user()));
    assertEquals(1, notice.json().path("mentions").size());
  }

  /** While the world stands still nobody can answer in between. */
  private long chatAndDelete() {
    LocalMessage message = world.chat(world.ann);
    message.delete();
    return message.id();
  }

  @Test
  void aRoleAboveTheBotIsNotGivenAndTheNoticeComesAllTheSame() {
    LocalRole high = world.levelRole("High", 1);
    high.moveTo(50);
    world.chatToLevelOne(world.ann);
    world.awaitDelivered();
    assertFalse(world.ann.has(high));
    theOnlyNotice();
  }

  @Test
  void aNoticeWhoseAnswerWasLostIsThereOnce() {
    world.discord.fault(
        FaultPlan.on("POST", "/channels/*/messages", new Fault.FailAfter()).times(1));
    world.chatToLevelOne(world.ann);
    world.awaitDelivered();
    theOnlyNotice();
  }

  private SessionView session() {
    return world.discord.gateway().sessions().getFirst();
  }

  private LocalMessage theOnlyNotice() {
    List<LocalMessage> notices = world.fromBot(world.channel);
    assertEquals(1, notices.size(), notices.toString());
    return notices.getFirst();
  }
}
