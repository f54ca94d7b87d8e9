package net.prosperitybot.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;

/** The server that the demo shows: channels, members, and two roles that levels earn. */
public final class DemoServer {
  private static final int NOVICE_LEVEL = 1;
  private static final int REGULAR_LEVEL = 2;
  private static final int NOVICE_COLOUR = 0x5FA8D3;
  private static final int REGULAR_COLOUR = 0xE0A458;
  private static final int MODERATOR_COLOUR = 0x8FBF7F;

  private final LocalServer server;
  private final LocalChannel general;
  private final LocalChannel spam;
  private final LocalRole novice;
  private final LocalRole regular;
  private final Map<String, LocalMember> members = new LinkedHashMap<>();

  /** Makes the server, lets the bot in and writes the rules that have no command yet. */
  public DemoServer(LocalWorld world) {
    server = world.discord().createServer("Riverside", world.discord().createUser("mara", "Mara"));
    LocalChannel community = server.createCategory("Community");
    general = server.createTextChannel("general", community);
    general.topic("Say hello and watch your XP grow.");
    server.createTextChannel("photos", community);
    spam = server.createTextChannel("bot-spam", server.createCategory("Quiet corner"));
    spam.topic("Messages here earn nothing.");
    novice = server.createRole("Novice").color(NOVICE_COLOUR);
    regular = server.createRole("Regular").color(REGULAR_COLOUR);
    LocalRole moderator = server.createRole("Moderator").color(MODERATOR_COLOUR);
    for (String name : List.of("Ann", "Ben", "Cleo", "Dario")) {
      members.put(
          name, server.join(world.discord().createUser(name.toLowerCase(Locale.ROOT), name)));
    }
    member("Cleo").give(moderator);
    world.invite(server);
    writeRules(world.database());
  }

  private void writeRules(Database database) {
    database.transaction(
        tx -> {
          tx.execute(
              """
              INSERT INTO guilds (id, name, created_at, updated_at)
              VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
              """,
              server.id(),
              server.name());
          tx.execute(
              "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, ?), (?, ?, ?)",
              server.id(),
              novice.id(),
              NOVICE_LEVEL,
              server.id(),
              regular.id(),
              REGULAR_LEVEL);
          return tx.execute(
              "INSERT INTO ignored_channels (guild_id, channel_id) VALUES (?, ?)",
              server.id(),
              spam.id());
        });
  }

  /** Makes levels come quickly, so that a person sees all of it in a minute. */
  public void hurry(Database database) {
    database
        .dsl()
        .execute(
            """
            UPDATE guilds SET xp_multiplier = 2.50, xp_delay_seconds = 3,
                   settings_version = settings_version + 1, updated_at = UTC_TIMESTAMP(3)
            WHERE id = ?
            """,
            server.id());
    general.topic("Demo settings: XP ×2.5, one award every 3 s. Say hello!");
  }

  public LocalServer server() {
    return server;
  }

  /** Where everybody talks. */
  public LocalChannel general() {
    return general;
  }

  /** The channel in which nothing is earned. */
  public LocalChannel spam() {
    return spam;
  }

  /** The role of level 1. */
  public LocalRole novice() {
    return novice;
  }

  /** The role of level 2. */
  public LocalRole regular() {
    return regular;
  }

  /** Ann, Ben, Cleo or Dario. */
  public LocalMember member(String name) {
    LocalMember member = members.get(name);
    if (member == null) {
      throw new IllegalArgumentException("Nobody is called " + name);
    }
    return member;
  }
}
