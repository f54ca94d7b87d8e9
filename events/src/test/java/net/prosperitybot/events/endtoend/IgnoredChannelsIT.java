package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an ignored channel covers: itself and all that lies below it. */
class IgnoredChannelsIT {
  private final World world;

  IgnoredChannelsIT(@TempDir Path folder) {
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
  void anIgnoredChannelsThreadsAndAnIgnoredCategoryEarnNothing() {
    LocalChannel category = world.server.createCategory("quiet");
    LocalChannel inCategory = world.server.createTextChannel("library", category);
    LocalChannel thread = world.channel.createThread("aside", world.ann.user());
    ignore(category, world.channel);
    world.ann.send(thread, "psst");
    world.ann.send(inCategory, "psst");
    world.ann.send(world.channel, "psst");
    LocalMember ben = world.server.join("ben");
    LocalChannel open = world.server.createTextChannel("open");
    ben.send(open, "hello");
    world.await(() -> world.earned() == 1);
    assertEquals(0, world.xp(world.ann));
  }

  @Test
  void nothingBelowAnIgnoredChannelEarnsAndTheSameAuthorEarnsElsewhere() throws Exception {
    LocalChannel category = world.server.createCategory("quiet");
    LocalChannel inCategory = world.server.createTextChannel("library", category);
    LocalChannel parent = world.server.createTextChannel("parent");
    LocalChannel forum = world.server.createForum("questions");
    LocalChannel voice = world.server.createVoiceChannel("parlour");
    LocalChannel stage = world.server.createStageChannel("theatre");
    LocalChannel voiceInCategory = world.server.createVoiceChannel("reading room");
    world.server.move(voiceInCategory, category);
    LocalChannel forumInCategory = world.server.createForum("book club");
    world.server.move(forumInCategory, category);
    LocalChannel aloneIgnored = world.channel.createThread("alone", world.ann.user());
    LocalChannel openVoice = world.server.createVoiceChannel("lounge");
    LocalChannel otherForum = world.server.createForum("answers");
    List<LocalChannel> quiet =
        List.of(
            inCategory,
            inCategory.createThread("in the library", world.ann.user()),
            parent.createThread("aside", world.ann.user()),
            forum.createThread("how?", world.ann.user()),
            forumInCategory.createThread("chapter one", world.ann.user()),
            voice,
            stage,
            voiceInCategory,
            aloneIgnored);
    List<LocalChannel> open =
        List.of(
            world.channel,
            openVoice,
            world.server.createStageChannel("agora"),
            world.channel.createThread("beside", world.ann.user()),
            otherForum.createThread("so!", world.ann.user()));
    ignore(category, parent, forum, voice, stage, aloneIgnored);

    quiet.forEach(each -> world.chat(world.ann, each));
    Set<Long> earning = chatIn(open);
    world.await(() -> earned().equals(earning));

    events.close();
    events = world.startEvents(); // knows the threads from the server's own list now
    quiet.forEach(each -> world.chat(world.ann, each));
    earning.addAll(chatIn(open));
    world.await(() -> earned().equals(earning));
  }

  private void ignore(LocalChannel... channels) {
    for (LocalChannel each : channels) {
      world
          .database()
          .dsl()
          .execute(
              "INSERT INTO ignored_channels (guild_id, channel_id) VALUES (?, ?)",
              world.server.id(),
              each.id());
    }
    world.set("name = name");
  }

  private Set<Long> chatIn(List<LocalChannel> channels) {
    return channels.stream()
        .map(each -> world.chat(world.ann, each).id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Long> earned() {
    return world
        .database()
        .dsl()
        .resultQuery("SELECT message_id FROM message_logs")
        .fetchSet(0, Long.class);
  }
}
