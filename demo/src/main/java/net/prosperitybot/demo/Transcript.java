package net.prosperitybot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;

/** What the scenario prints: who wrote, what was answered, and what was expected to happen. */
final class Transcript {
  private static final Pattern MENTION = Pattern.compile("<(@&|@|#)(\\d+)>");

  private final LocalDiscord discord;
  private final PrintStream out;
  private int steps;
  private int facts;

  Transcript(LocalDiscord discord, PrintStream out) {
    this.discord = discord;
    this.out = out;
  }

  void step(String title) {
    steps++;
    out.printf("%n%d. %s%n", steps, title);
  }

  void wrote(LocalMember who, LocalChannel where, String text) {
    out.printf("   #%s  %s: %s%n", where.name(), who.name(), text);
  }

  void pressed(LocalMember who, String button) {
    out.printf("   %s presses [%s]%n", who.name(), button);
  }

  void chose(LocalMember who, String choice) {
    out.printf("   %s chooses “%s”%n", who.name(), choice);
  }

  void answered(LocalMessage message) {
    answered(message.authorName(), message.content(), message.json().path("embeds"));
  }

  void answered(String who, String content, JsonNode embeds) {
    String prefix = "   ↳ " + who + ": ";
    for (String line : lines(content, embeds)) {
      out.println(prefix + readable(line));
      prefix = "       ";
    }
  }

  /**
   * What people read of a message: its text, then each embed's title, description, fields, footer.
   */
  static List<String> lines(String content, JsonNode embeds) {
    List<String> lines = new ArrayList<>(content.lines().toList());
    for (JsonNode embed : embeds) {
      lines.add(embed.path("title").asText());
      lines.addAll(embed.path("description").asText().lines().toList());
      for (JsonNode field : embed.path("fields")) {
        lines.add(field.path("name").asText() + ": " + field.path("value").asText());
      }
      lines.add(embed.path("footer").path("text").asText());
    }
    lines.removeIf(String::isBlank);
    return lines;
  }

  /** With names in the place of mentions. */
  private String readable(String line) {
    return MENTION
        .matcher(line)
        .replaceAll(mention -> name(mention.group(1), Long.parseLong(mention.group(2))));
  }

  private String name(String sign, long id) {
    return switch (sign) {
      case "@" -> "@" + discord.user(id).name();
      case "#" -> "#" + discord.channel(id).name();
      default ->
          discord.servers().stream()
              .flatMap(server -> server.roles().stream())
              .filter(role -> role.id() == id)
              .map(LocalRole::toString)
              .findFirst()
              .orElse("@deleted-role");
    };
  }

  void xp(LocalMember member, long before, long after) {
    out.printf("   XP of %s: %d → %d%n", member.name(), before, after);
  }

  void roles(LocalMember member, String before) {
    out.printf("   Roles of %s: %s → %s%n", member.name(), before, rolesOf(member));
  }

  static String rolesOf(LocalMember member) {
    String names = member.roles().stream().map(LocalRole::name).collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  /** A fact that must be so now. */
  void check(String fact, boolean holds) {
    out.printf("   %s %s%n", holds ? "✓" : "✗", fact);
    if (!holds) {
      throw new AssertionError(fact);
    }
    facts++;
  }

  void end(long millis) {
    out.printf(
        "%nAll %d steps happened, %d facts checked, in %.1f s.%n", steps, facts, millis / 1000.0);
  }
}
