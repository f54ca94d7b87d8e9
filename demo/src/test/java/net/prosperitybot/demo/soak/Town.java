package net.prosperitybot.demo.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.soak.MessageCheck.Circumstances;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;

/** A server, the people in it, and what its settings may have been at each time. */
final class Town {
  /** Roles that are given at levels, by number; the first of them from the start. */
  static final int LEVEL_ROLES = 6;

  static final List<Integer> FIRST_LEVEL_ROLES = List.of(0, 1, 2);

  private static final int MUTED_IN = 10;
  private static final int USUAL_DELAY = 60;
  private static final int USUAL_MULTIPLIER = 100;

  /** A setting is seen a second later, and an event takes its time on a busy machine. */
  private static final long SLACK_MILLIS = 5_000;

  private final int number;
  private final LocalServer server;
  private final LocalChannel chat;
  private final LocalChannel offTopic;
  private final LocalChannel commands;
  private final LocalChannel notices;
  private final LocalRole muted;
  private final List<LocalRole> levelRoles = new ArrayList<>();
  private final List<LocalMember> members;
  private final Set<Long> mutedMembers = new HashSet<>();
  private final List<LocalApplication> brands = new ArrayList<>();

  private Optional<Spans.Running> botIsAway = Optional.empty();

  final Timeline<Integer> delay = new Timeline<>(USUAL_DELAY);
  final Timeline<Integer> multiplier = new Timeline<>(USUAL_MULTIPLIER);
  final Timeline<Boolean> stacks = new Timeline<>(false);
  final Timeline<Boolean> offTopicIgnored = new Timeline<>(false);
  final Timeline<Boolean> mutedIgnored = new Timeline<>(false);

  /** When perhaps no session of the main bot heard what is said here, or lived to write it. */
  final Spans unheard = new Spans();

  /** The part of it in which a session heard, whose process was then killed. */
  final Spans killed = new Spans();

  Town(int number, LocalStack stack, int size) {
    this.number = number;
    this.server = stack.discord().createServer("Town " + number);
    this.chat = server.createTextChannel("chat");
    this.offTopic = server.createTextChannel("off-topic");
    this.commands = server.createTextChannel("commands");
    this.notices = server.createTextChannel("notices");
    this.muted = server.createRole("Muted");
    for (int role = 0; role < LEVEL_ROLES; role++) {
      levelRoles.add(server.createRole("Level " + levelOf(role)));
    }
    this.members = new ArrayList<>(server.populate(size));
    for (int i = 0; i < size; i += MUTED_IN) {
      members.get(i).give(muted);
      mutedMembers.add(members.get(i).id());
    }
    stack.invite(server);
  }

  static int levelOf(int role) {
    return 1 + 2 * role;
  }

  int number() {
    return number;
  }

  LocalServer server() {
    return server;
  }

  LocalChannel commands() {
    return commands;
  }

  LocalChannel offTopic() {
    return offTopic;
  }

  LocalChannel notices() {
    return notices;
  }

  LocalRole muted() {
    return muted;
  }

  List<LocalRole> levelRoles() {
    return levelRoles;
  }

  LocalMember member(int which) {
    return members.get(which);
  }

  /** All that were ever here, but bots and the owner. */
  List<LocalMember> members() {
    return members;
  }

  void add(LocalApplication brand) {
    brands.add(brand);
  }

  /** Customers' bots that are here. */
  List<LocalApplication> brands() {
    return brands;
  }

  boolean holds(LocalApplication bot) {
    return server.member(bot.bot()).present();
  }

  Said say(Step.Say step) {
    LocalMember who = member(step.member());
    var message = who.send(step.isOffTopic() ? offTopic : chat, "hello");
    if (step.isDeleted()) {
      message.delete();
    }
    return new Said(
        message.id(), number, who.id(), step.isOffTopic(), mutedMembers.contains(who.id()));
  }

  /** The main bot is thrown out. A customer's bot may hear on, or not. */
  void loseBot(LocalApplication bot) {
    botIsAway = Optional.of(unheard.begin(System.currentTimeMillis() - SLACK_MILLIS));
    server.kick(bot);
  }

  void takeBack(LocalStack stack) {
    stack.invite(server);
    botIsAway.ifPresent(away -> away.end(System.currentTimeMillis() + SLACK_MILLIS));
  }

  void join(int which) {
    if (which == members.size()) {
      members.add(server.join("newcomer" + which));
    } else {
      members.get(which).rejoin();
    }
  }

  /** Roles go with who leaves. */
  void leave(int which) {
    LocalMember who = member(which);
    who.leave();
    mutedMembers.remove(who.id());
  }

  /**
   * What may have been so for a message.
   *
   * @param troubles when services may have been late
   */
  Circumstances circumstances(Said message, Spans troubles, Lateness lateness) {
    long at = message.atMillis();
    Spans.Span near =
        new Spans.Span(at - SLACK_MILLIS, Math.max(at, lateness.heardBy(at)) + SLACK_MILLIS);
    Spans.Span stale = lateness.staleSettings().widened(near.from(), near.until());
    Spans.Span span = troubles.widened(stale.from(), stale.until());
    Set<Integer> delays = delay.within(span.from(), span.until());
    Set<Integer> multipliers = multiplier.within(span.from(), span.until());
    Set<Boolean> channel =
        message.isOffTopic() ? offTopicIgnored.within(span.from(), span.until()) : Set.of(false);
    Set<Boolean> role =
        message.isMuted() ? mutedIgnored.within(span.from(), span.until()) : Set.of(false);
    return new Circumstances(
        delays.stream().min(Integer::compare).orElseThrow(),
        delays.stream().max(Integer::compare).orElseThrow(),
        multipliers.stream().min(Integer::compare).orElseThrow(),
        multipliers.stream().max(Integer::compare).orElseThrow(),
        channel.contains(true) || role.contains(true),
        !channel.contains(false) || !role.contains(false),
        killed.touch(at, at),
        unheard.touch(at, at));
  }
}
