package net.prosperitybot.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.prosperitybot.common.database.Database;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.interactions.InvocationResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker and a local Discord: commands are registered, typed, answered and clicked. */
class InLocalDiscordIT {
  private static LocalDiscord discord;
  private static TestDatabase testDatabase;
  private static Worker worker;
  private static LocalApplication bot;
  private static LocalChannel channel;
  private static LocalMember ann;
  private static LocalMember ben;

  @BeforeAll
  static void start() {
    discord = LocalDiscord.start();
    bot = discord.createApplication("Leveller");
    testDatabase = TestDatabase.create();
    worker =
        Worker.start(
            WorkerRig.config(testDatabase, discord.apiUrl(), bot, bot.publicKeyHex()),
            testDatabase.database());
    LocalServer server = discord.createServer("Testing");
    channel = server.createTextChannel("general");
    ann = server.join("Ann");
    ben = server.join("Ben");
    bot.invite(server, 0);
    Database database = testDatabase.database();
    for (LocalMember member : server.populate(20)) {
      WorkerRig.member(database, server.id(), member.id(), 1000, true);
    }
    WorkerRig.member(database, server.id(), ann.id(), 300, true);
    // Discord checks the address: it must answer a PING and refuse a wrong signature.
    bot.endpoint("http://127.0.0.1:" + worker.port() + "/interactions/" + bot.id());
    await().until(() -> bot.commands().size() == 8);
  }

  @AfterAll
  static void stop() {
    worker.close();
    testDatabase.close();
    discord.close();
  }

  @Test
  void aTypedCommandIsAnsweredUnderTheBotsName() {
    InvocationResult result = ann.run(channel, "/level").await();
    assertEquals(InvocationResult.State.ANSWERED, result.state(), result.failure());
    assertTrue(result.embed().path("description").asText().startsWith("**Ann**"));
    assertEquals("Leveller", result.embed().path("footer").path("text").asText());
  }

  @Test
  void whoNeverTalkedIsNamedAsTheServerNamesThem() {
    InvocationResult result = ann.run(channel, "/level user:" + ben.mention()).await();
    assertEquals("Ben has never talked before.", result.content(), result.failure());
  }

  @Test
  void theLeaderboardTurnsForItsOwnerAndOpensACopyForOthers() {
    InvocationResult shown = ann.run(channel, "/leaderboard page:1").await();
    assertEquals(InvocationResult.State.ANSWERED, shown.state(), shown.failure());
    LocalMessage message = channel.message(shown.message().orElseThrow().id()).orElseThrow();

    InvocationResult turned = ann.click(message, "leaderboard/page/2").await();
    assertEquals(InvocationResult.State.UPDATED, turned.state(), turned.failure());
    assertTrue(footer(turned).startsWith("Page 2 of 3"), footer(turned));

    InvocationResult copy = ben.click(message, "leaderboard/page/3").await();
    assertEquals(InvocationResult.State.ANSWERED, copy.state(), copy.failure());
    assertTrue(footer(copy).startsWith("Page 3 of 3"), footer(copy));
    long copyId = copy.message().orElseThrow().id();
    LocalMessage own =
        channel.messages(ben.user()).stream()
            .filter(each -> each.id() == copyId)
            .findFirst()
            .orElseThrow();
    assertTrue(own.ephemeral());
    assertFalse(channel.messages(ann.user()).stream().anyMatch(each -> each.id() == copyId));

    InvocationResult onCopy = ben.click(own, "leaderboard/page/2").await();
    assertEquals(InvocationResult.State.UPDATED, onCopy.state(), onCopy.failure());
  }

  private static String footer(InvocationResult result) {
    return result.embed().path("footer").path("text").asText();
  }
}
