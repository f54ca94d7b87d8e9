package net.prosperitybot.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import net.prosperitybot.simulator.gateway.Dispatch;
import org.junit.jupiter.api.Test;

/** What bots hear of, in which form, and what they do not hear of. */
class WorldEventsTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final World world = new World(clock, new SplittableRandom(1), 100);
  private final Servers servers = world.servers();
  private final User owner = servers.createUser("owner", User.Kind.PERSON, null);
  private final Guild guild = servers.createGuild("Home", owner);
  private final Channel channel = servers.createChannel(guild, ChannelType.TEXT, "general", 0, 0);
  private final User ann = servers.createUser("ann", User.Kind.PERSON, null);
  private final Application bot = world.applications().create("Bot", owner);
  private final List<Heard> heard = new ArrayList<>();

  private record Heard(Dispatch event, Collection<Long> to) {}

  WorldEventsTest() {
    servers.join(guild, ann);
    servers.invite(guild, bot, 0);
    world.attach((Publisher) (event, to) -> heard.add(new Heard(event, to)));
  }

  private Dispatch last(String type) {
    return heard.stream()
        .map(Heard::event)
        .filter(event -> event.type().equals(type))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Test
  void aMessageIsToldWithItsMemberAndWithoutItsTextWhereTheIntentLacks() {
    world.messages().write(Post.text(channel, ann, "hello"));
    Dispatch event = last("MESSAGE_CREATE");
    assertEquals(Intents.GUILD_MESSAGES, event.intents());
    assertEquals("hello", event.data().path("content").asText());
    assertEquals("", event.withoutContent().path("content").asText());
    assertTrue(event.data().path("member").has("roles"));
    assertFalse(event.contentFor().contains(bot.id()));
  }

  @Test
  void aMentionedBotReadsTheText() {
    world.messages().write(Post.text(channel, ann, "hi <@" + bot.id() + ">"));
    assertTrue(last("MESSAGE_CREATE").contentFor().contains(bot.id()));
  }

  @Test
  void aHiddenChannelIsSilent() {
    servers.overwrite(
        guild, channel, new Overwrite(guild.id(), false, 0, Permissions.VIEW_CHANNEL));
    heard.clear();
    world.messages().write(Post.text(channel, ann, "psst"));
    assertTrue(heard.isEmpty());
    servers.overwrite(guild, channel, new Overwrite(guild.id(), false, 0, 0));
    world.messages().write(Post.text(channel, ann, "loud"));
    assertEquals("loud", last("MESSAGE_CREATE").data().path("content").asText());
  }

  @Test
  void anEphemeralMessageIsNotTold() {
    world.messages().write(Post.text(channel, bot.bot(), "secret").visibleTo(ann.id()));
    assertTrue(heard.isEmpty());
  }

  @Test
  void ofItselfABotHearsWithoutTheMembersIntent() {
    Role role = servers.createRole(guild, "Role", 0);
    servers.giveRole(guild, guild.member(bot.id()).orElseThrow(), role);
    assertEquals(0, last("GUILD_MEMBER_UPDATE").intents());
    servers.giveRole(guild, guild.member(ann.id()).orElseThrow(), role);
    assertEquals(Intents.GUILD_MEMBERS, last("GUILD_MEMBER_UPDATE").intents());
  }

  @Test
  void aRolesOrderPermissionsAndEndAreTold() {
    Role low = servers.createRole(guild, "Low", 0);
    Role high = servers.createRole(guild, "High", 0);
    servers.moveRole(guild, high, 2);
    assertEquals(2, last("GUILD_ROLE_UPDATE").data().at("/role/position").asInt());
    servers.editRole(guild, low, new Servers.RoleEdit.Permit(Permissions.MANAGE_ROLES));
    assertEquals(
        Permissions.MANAGE_ROLES,
        last("GUILD_ROLE_UPDATE").data().at("/role/permissions").asLong());
    servers.giveRole(guild, guild.member(ann.id()).orElseThrow(), low);
    servers.deleteRole(guild, low);
    assertEquals(low.id(), last("GUILD_ROLE_DELETE").data().path("role_id").asLong());
    assertTrue(guild.member(ann.id()).orElseThrow().roles().isEmpty());
  }

  @Test
  void ofADeletedThreadOnlyItsPlaceIsTold() {
    Channel thread =
        servers.createChannel(guild, ChannelType.PUBLIC_THREAD, "t", channel.id(), ann.id());
    servers.deleteChannel(guild, channel);
    Dispatch gone = last("THREAD_DELETE");
    assertEquals(4, gone.data().size(), gone.data().toString());
    assertEquals(thread.id(), gone.data().path("id").asLong());
    assertEquals(channel.id(), gone.data().path("parent_id").asLong());
    assertEquals(channel.id(), last("CHANNEL_DELETE").data().path("id").asLong());
  }

  @Test
  void whatLayInADeletedCategoryLiesInNone() {
    Channel category = servers.createChannel(guild, ChannelType.CATEGORY, "c", 0, 0);
    servers.moveChannel(guild, channel, category.id());
    servers.deleteChannel(guild, category);
    assertTrue(last("CHANNEL_UPDATE").data().path("parent_id").isNull());
    assertEquals(category.id(), last("CHANNEL_DELETE").data().path("id").asLong());
    assertEquals(0, channel.parentId());
  }

  @Test
  void anArchivedThreadIsNotInANewSessionUntilSomebodyWritesThere() {
    Channel thread =
        servers.createChannel(guild, ChannelType.PUBLIC_THREAD, "t", channel.id(), ann.id());
    servers.archive(guild, thread, true);
    assertTrue(last("THREAD_UPDATE").data().at("/thread_metadata/archived").asBoolean());
    assertEquals(0, world.guildCreate(bot.id(), guild.id(), 0).path("threads").size());
    world.messages().write(Post.text(thread, ann, "still here"));
    assertFalse(last("THREAD_UPDATE").data().at("/thread_metadata/archived").asBoolean());
    assertEquals(1, world.guildCreate(bot.id(), guild.id(), 0).path("threads").size());
  }

  @Test
  void membersAreFoundByTheirIds() {
    List<Long> wanted = List.of(owner.id(), 5L, ann.id(), ann.id());
    assertEquals(
        List.of(owner.id(), ann.id()),
        world.members(guild.id(), wanted).stream()
            .map(member -> member.at("/user/id").asLong())
            .toList());
  }

  @Test
  void anOutageIsNotALeave() {
    servers.outage(guild, true);
    assertTrue(last("GUILD_DELETE").data().path("unavailable").asBoolean());
    servers.outage(guild, false);
    assertEquals("Home", last("GUILD_CREATE").data().path("name").asText());
    servers.leave(guild, bot.bot());
    assertFalse(last("GUILD_DELETE").data().has("unavailable"));
  }

  @Test
  void withoutIntentsGuildCreateHoldsTheBotAlone() {
    assertEquals(1, world.guildCreate(bot.id(), guild.id(), 0).path("members").size());
    assertEquals(
        3,
        world
            .guildCreate(bot.id(), guild.id(), Intents.GUILD_MEMBERS | Intents.GUILD_PRESENCES)
            .path("members")
            .size());
  }

  @Test
  void idsCarryTheirTimeAndIncrease() {
    Message first = world.messages().write(Post.text(channel, ann, "1"));
    Message second = world.messages().write(Post.text(channel, ann, "2"));
    assertTrue(second.id() > first.id());
    assertEquals(START, Snowflakes.timeOf(first.id()));
    Instant chosen = START.minus(Duration.ofHours(3));
    Message old = world.messages().write(Post.text(channel, ann, "3").at(chosen));
    assertEquals(chosen, Snowflakes.timeOf(old.id()));
  }

  @Test
  void aNonceIsForgottenAfterSomeMinutes() {
    Post post =
        Post.text(channel, ann, "")
            .withBody(
                Json.object().put("content", "x").put("nonce", "n").put("enforce_nonce", true));
    long first = world.messages().write(post).id();
    now = now.plus(Duration.ofMinutes(4));
    assertEquals(first, world.messages().write(post).id());
    now = now.plus(Duration.ofMinutes(2));
    assertNotEquals(first, world.messages().write(post).id());
  }

  @Test
  void aChannelForgetsItsOldestMessages() {
    for (int i = 0; i < 150; i++) {
      world.messages().write(Post.text(channel, ann, "m" + i));
    }
    List<Message> kept = world.messages().list(channel, 0, 1000, 0);
    assertEquals(100, kept.size());
    assertEquals("m149", kept.getFirst().content());
  }
}
