package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.gateway.SessionView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bot whose servers come through two shards, in one process or in two. */
class ShardsIT {
  private static final int SHARDS = 2;
  private static final int FIRST = 0;
  private static final int SECOND = 1;

  private final World world;
  private final Place first;
  private final Place second;

  /** A server with one member who chats and a role for level 1. */
  private record Place(
      LocalServer server, LocalChannel channel, LocalMember member, LocalRole role) {}

  ShardsIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    this.first = placeOn(FIRST);
    this.second = placeOn(SECOND);
  }

  private Place placeOn(int shard) {
    LocalServer server = world.discord.createServer("Server");
    while (Snowflake.shardOf(server.id(), SHARDS) != shard) {
      server = world.discord.createServer("Server"); // an id is a time: soon there is another
    }
    world.bot.invite(server, World.BOT_PERMISSIONS);
    return new Place(
        server,
        server.createTextChannel("chat"),
        server.join("cleo"),
        world.levelRole(server, "Regular", 1));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void inOneProcessTheServersOfBothShardsEarnRiseAndGetTheirRoles() throws Exception {
    try (Events events = world.startShards(SHARDS, List.of())) {
      assertEquals(
          List.of(FIRST, SECOND),
          world.discord.gateway().sessions().stream().map(SessionView::shard).toList());
      riseToLevelOne(first);
      riseToLevelOne(second);
      world.awaitDelivered();
      assertEquals(1, world.fromBot(first.channel).size());
      assertEquals(1, world.fromBot(second.channel).size());
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
  }

  @Test
  void aProcessDeliversInTheServersOfItsOwnShardOnly() throws Exception {
    try (Events one = world.startShards(SHARDS, List.of(FIRST));
        Events other = world.startShards(SHARDS, List.of(SECOND))) {
      riseToLevelOne(first);
      riseToLevelOne(second);
      riseToLevelOne(placeOn(SECOND));
      world.awaitDelivered();
      assertEquals(1, world.fromBot(first.channel).size());
      assertEquals(1, world.fromBot(second.channel).size());
      assertTrue(delivered(one, 1), world.get(one, "/metrics"));
      assertTrue(delivered(other, 2), world.get(other, "/metrics"));
    }
  }

  @Test
  void aNewSessionOfOneShardSaysNothingAboutTheServersOfTheOther() throws Exception {
    try (Events holder = world.startShards(SHARDS, List.of(SECOND))) {
      world.startShards(SHARDS, List.of(FIRST)).close();
      world.await(() -> isIn(first) && isIn(second));
      first.server.kick(world.bot);
      try (Events again = world.startShards(SHARDS, List.of(FIRST))) {
        world.await(() -> !isIn(first));
        assertTrue(isIn(second));
        assertTrue(again.managementPort() != holder.managementPort());
      }
    }
  }

  @Test
  void whatIsToBeDeliveredWaitsForTheHolderOfItsShard() throws Exception {
    try (Events all = world.startShards(SHARDS, List.of())) {
      riseToLevelOne(first);
      riseToLevelOne(second);
      world.awaitDelivered();
      assertTrue(delivered(all, 2));
    }
    forgetRole(second);
    forgetRole(first);
    try (Events one = world.startShards(SHARDS, List.of(FIRST))) {
      world.await(() -> waiting(first) == 0);
      assertTrue(first.member.has(first.role));
      assertEquals(1, waiting(second));
      assertFalse(second.member.has(second.role));
      assertTrue(delivered(one, 1));
      try (Events other = world.startShards(SHARDS, List.of(SECOND))) {
        world.awaitDelivered();
        assertTrue(second.member.has(second.role));
        assertTrue(delivered(other, 1));
      }
    }
  }

  private void riseToLevelOne(Place place) {
    world.chatToLevelOne(place.member, place.channel);
    world.await(() -> place.member.has(place.role));
  }

  /** The role is gone, and the outbox says that it is to be made right. */
  private void forgetRole(Place place) {
    place.member.take(place.role);
    new LevelUpStore(world.database())
        .askForReconcile(
            new MemberKey(place.server.id(), place.member.id()), place.role.id(), "test");
  }

  private long waiting(Place place) {
    return world.count("SELECT COUNT(*) FROM level_ups WHERE guild_id = ?", place.server.id());
  }

  private boolean isIn(Place place) {
    return world.count(
            """
            SELECT COUNT(*) FROM bot_guilds b JOIN guilds g ON g.id = b.guild_id
            WHERE g.active AND g.id = ?
            """,
            place.server.id())
        == 1;
  }

  private boolean delivered(Events events, int members) throws Exception {
    return world
        .get(events, "/metrics")
        .contains("prosperity_deliveries_total{outcome=\"done\"} " + members + ".0");
  }
}
