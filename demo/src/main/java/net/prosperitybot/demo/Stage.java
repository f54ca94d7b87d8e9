package net.prosperitybot.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.leaderboard.Leaderboard;
import net.prosperitybot.common.leaderboard.Standing;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;

/**
 * What a scene needs: people who write and use commands, with a line in the transcript for each,
 * and what Discord and the database know of them.
 *
 * <p>Messages carry chosen times a minute apart, so that cooldowns pass without waiting.
 */
final class Stage {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final LocalWorld world;
  private final DemoServer demo;
  private final Transcript transcript;
  private final Leaderboard leaderboard;
  private Instant clock = Instant.now().minus(2, ChronoUnit.HOURS);

  Stage(LocalWorld world, DemoServer demo, Transcript transcript) {
    this.world = world;
    this.demo = demo;
    this.transcript = transcript;
    this.leaderboard = new Leaderboard(world.database());
  }

  // People

  /** Writes a message a minute after the last one. */
  LocalMessage write(LocalMember who, String text) {
    nextMinute();
    return writeAt(who, text, clock);
  }

  LocalMessage writeAt(LocalMember who, String text, Instant at) {
    transcript.wrote(who, demo.general(), text);
    return who.send(demo.general(), text, at);
  }

  void nextMinute() {
    clock = clock.plus(1, ChronoUnit.MINUTES);
  }

  /** The time of the last message that was not given another. */
  Instant clock() {
    return clock;
  }

  /** Writes a message a minute; returns the one that reached the level. */
  LocalMessage talkUntilLevel(LocalMember who, int level) {
    while (true) {
      long before = xp(who);
      LocalMessage message = write(who, "I have more to say.");
      awaitUntil(() -> xp(who) > before);
      transcript.xp(who, before, xp(who));
      if (level(who) >= level) {
        return message;
      }
    }
  }

  /** Uses a command; it must be answered. */
  InvocationResult run(LocalMember who, String command) {
    return answer(command, ask(who, command));
  }

  /** Uses a command whose answer is awaited later. */
  Invocation ask(LocalMember who, String command) {
    transcript.wrote(who, demo.general(), command);
    return who.run(demo.general(), command);
  }

  InvocationResult press(LocalMember who, InvocationResult on, String label, String customId) {
    transcript.pressed(who, label);
    return answer(label, who.click(shown(on), customId));
  }

  InvocationResult choose(
      LocalMember who, InvocationResult on, String customId, String label, String value) {
    transcript.chose(who, label);
    return answer(customId, who.select(shown(on), customId, value));
  }

  private LocalMessage shown(InvocationResult result) {
    return demo.general().message(result.message().orElseThrow().id()).orElseThrow();
  }

  /** Waits for the answer and writes it into the transcript; there must be one. */
  InvocationResult answer(String to, Invocation invocation) {
    InvocationResult result = invocation.awaitAnswer(PATIENCE);
    if (result.message().isEmpty()) {
      throw new AssertionError(to + " was not answered: " + result.failure());
    }
    tell(result);
    return result;
  }

  /** Writes an answer as it stands now into the transcript. */
  void tell(InvocationResult result) {
    var message = result.message().orElseThrow().gatewayJson();
    transcript.answered(world.bot().name(), result.content(), message.path("embeds"));
  }

  // Facts

  long xp(LocalMember member) {
    return standing(member).map(Standing::xp).orElse(0L);
  }

  int level(LocalMember member) {
    return standing(member).map(Standing::level).orElse(0);
  }

  long messages(LocalMember member) {
    return standing(member).map(Standing::messageCount).orElse(0L);
  }

  Optional<Standing> standing(LocalMember member) {
    return leaderboard.standing(new MemberKey(demo.server().id(), member.id()));
  }

  /** Waits until a member holds exactly these roles. */
  void awaitRoles(LocalMember member, LocalRole... roles) {
    awaitUntil(() -> holds(member, roles));
  }

  /** Whether a member holds exactly these roles. */
  static boolean holds(LocalMember member, LocalRole... roles) {
    return Set.copyOf(member.roles()).equals(Set.of(roles));
  }

  /** All that people read of an answer, a line each. */
  static String text(InvocationResult answer) {
    return String.join(
        "\n",
        Transcript.lines(
            answer.content(), answer.message().orElseThrow().gatewayJson().path("embeds")));
  }

  void awaitUntil(BooleanSupplier condition) {
    world.discord().awaitUntil(PATIENCE, condition);
  }

  Database database() {
    return world.database();
  }
}
