package net.prosperitybot.simulator.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.prosperitybot.simulator.world.Change;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Member;
import net.prosperitybot.simulator.world.Role;
import net.prosperitybot.simulator.world.World;

/**
 * Notes who came, who went and whose roles changed, from the moment a page is first opened: what
 * was arranged before that is nobody's news.
 *
 * <p>One virtual thread waits for changes and compares the member with what was known; it ends with
 * {@link #close()}. When more changes at once than are kept, all members are compared.
 */
final class ServerNotes implements Change.Listener, AutoCloseable {
  private static final int KEPT = 100;
  private static final int MOST_WAITING = 1000;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final World world;
  private final Consumer<Long> told;
  private final Mailbox<Key> changes = new Mailbox<>(MOST_WAITING);
  private final Map<Long, Deque<ObjectNode>> notes = new HashMap<>();
  private final Map<Key, Known> known = new HashMap<>();
  private volatile boolean started;

  private record Key(long guildId, long userId) {}

  private record Known(String name, Set<Long> roles) {}

  /**
   * @param told hears of a server with a new note
   */
  ServerNotes(World world, Consumer<Long> told) {
    this.world = world;
    this.told = told;
  }

  @Override
  public void changed(Change change) {
    boolean member =
        change.kind() == Change.Kind.MEMBER || change.kind() == Change.Kind.MEMBER_GONE;
    if (started && member) {
      changes.put(new Key(change.guildId(), change.subjectId()));
    }
  }

  /** Takes everything as known and notes changes from now on; does nothing the second time. */
  void start() {
    world.still(
        () -> {
          if (!started) {
            world.guilds().forEach(this::learn);
            started = true;
            Thread.ofVirtual().name("server-notes").start(this::compareForEver);
          }
          return started;
        });
  }

  private void learn(Guild guild) {
    guild
        .members()
        .values()
        .forEach(member -> known.put(new Key(guild.id(), member.user().id()), knownOf(member)));
  }

  private static Known knownOf(Member member) {
    return new Known(member.displayName(), member.roles());
  }

  private void compareForEver() {
    try {
      while (!changes.closed()) {
        Mailbox.Post<Key> post = changes.take(LONG);
        Set<Key> keys = post.everything() ? everyone() : post.things();
        keys.forEach(this::compare);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<Key> everyone() {
    return world.still(
        () -> {
          Set<Key> keys = new HashSet<>(known.keySet());
          for (Guild guild : world.guilds()) {
            guild.members().keySet().forEach(id -> keys.add(new Key(guild.id(), id)));
          }
          return keys;
        });
  }

  private void compare(Key key) {
    boolean news =
        world.still(
            () -> {
              List<ObjectNode> found =
                  world.guild(key.guildId()).map(g -> news(g, key)).orElse(List.of());
              Deque<ObjectNode> all =
                  notes.computeIfAbsent(key.guildId(), id -> new ArrayDeque<>());
              all.addAll(found);
              while (all.size() > KEPT) {
                all.removeFirst();
              }
              return !found.isEmpty();
            });
    if (news) {
      told.accept(key.guildId());
    }
  }

  private List<ObjectNode> news(Guild guild, Key key) {
    Known before = known.get(key);
    Member member = guild.member(key.userId()).orElse(null);
    if (member == null) {
      known.remove(key);
      return before == null ? List.of() : List.of(note(key, "left", before.name()));
    }
    Known now = knownOf(member);
    known.put(key, now);
    List<ObjectNode> news = new ArrayList<>();
    if (before == null) {
      news.add(note(key, "joined", now.name()));
    }
    Set<Long> old = before == null ? Set.of() : before.roles();
    for (Role role : guild.roles()) {
      boolean held = old.contains(role.id());
      boolean holds = now.roles().contains(role.id());
      if (held != holds) {
        news.add(
            note(key, holds ? "given" : "taken", now.name())
                .put("role", Json.id(role.id()))
                .put("roleName", role.name()));
      }
    }
    return news;
  }

  private ObjectNode note(Key key, String what, String name) {
    long id = world.nextId();
    return Json.object()
        .put("id", Json.id(id))
        .put("place", Json.id(id))
        .put("at", Json.time(world.now()))
        .put("what", what)
        .put("user", Json.id(key.userId()))
        .put("name", name);
  }

  /** The newest notes of a server, oldest first. */
  ArrayNode of(long guildId) {
    return world.still(
        () -> {
          ArrayNode out = Json.array();
          notes.getOrDefault(guildId, new ArrayDeque<>()).forEach(out::add);
          return out;
        });
  }

  @Override
  public void close() {
    changes.close();
  }
}
