package net.prosperitybot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;

/** What the scenario prints: who wrote, what was answered, and what was expected to happen. */
final class Transcript {
  private final PrintStream out;
  private int steps;
  private int facts;

  Transcript(PrintStream out) {
    this.out = out;
  }

  void step(String title) {
    steps++;
    out.printf("%n%d. %s%n", steps, title);
  }

  void wrote(LocalMember who, LocalChannel where, String text) {
    out.printf("   #%s  %s: %s%n", where.name(), who.name(), text);
  }

  void answered(LocalMessage message) {
    answered(message.authorName(), message.content(), message.json().path("embeds"));
  }

  void answered(String who, String content, JsonNode embeds) {
    if (!content.isEmpty()) {
      out.printf("   ↳ %s: %s%n", who, content);
    }
    for (JsonNode embed : embeds) {
      out.printf("   ↳ %s: [%s]%n", who, embed.path("title").asText());
      embed.path("description").asText().lines().forEach(line -> out.printf("       %s%n", line));
      for (JsonNode field : embed.path("fields")) {
        out.printf("       %s: %s%n", field.path("name").asText(), field.path("value").asText());
      }
    }
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

  /** The same, for a fact that takes looking up. */
  void check(String fact, BooleanSupplier holds) {
    check(fact, holds.getAsBoolean());
  }

  void end(long millis) {
    out.printf(
        "%nAll %d steps happened, %d facts checked, in %.1f s.%n", steps, facts, millis / 1000.0);
  }
}
