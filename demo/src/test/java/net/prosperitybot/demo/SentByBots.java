package net.prosperitybot.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.audit.Exchange;

/** All that some bots ever sent to Discord, and which of it changed a role for nothing. */
final class SentByBots {
  private static final String OURS = "prosperity";
  private static final Pattern ROLE_OF_MEMBER =
      Pattern.compile("/guilds/(\\d+)/members/(\\d+)/roles/(\\d+)$");

  private static final Pattern WEBHOOK = Pattern.compile("/webhooks/(\\d+)/");

  private final Set<Long> bots;
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  /** Who was given which role by whom, and what was given twice. */
  private final Set<String> held = new HashSet<>();

  private final List<String> inVain = new ArrayList<>();
  private final Map<Long, Integer> roleCalls = new TreeMap<>();

  /** Listens from now on. */
  SentByBots(LocalDiscord discord, Set<Long> bots) {
    this.bots = bots;
    discord.requests().listen(this::hear);
  }

  private void hear(Exchange exchange) {
    hearOfRole(exchange);
    if (!bots.contains(sender(exchange))) {
      return;
    }
    boolean isAnswer = exchange.template().equals(Exchange.TO_ENDPOINT);
    add(
        isAnswer ? "answers to interactions" : exchange.method() + " " + exchange.template(),
        isAnswer
            ? String.valueOf(exchange.response())
            : exchange.path() + " " + exchange.query() + " " + exchange.body());
  }

  /** Calls with an interaction's token carry no other. */
  private static long sender(Exchange exchange) {
    Matcher path = WEBHOOK.matcher(exchange.path());
    return path.find() ? Long.parseLong(path.group(1)) : exchange.applicationId();
  }

  private void add(String kind, String text) {
    texts.add(kind + ": " + text);
    counts.computeIfAbsent(kind, any -> new AtomicInteger()).incrementAndGet();
  }

  /** Discord answers 204 whether the role was held before or not. */
  private synchronized void hearOfRole(Exchange exchange) {
    Matcher path = ROLE_OF_MEMBER.matcher(exchange.path());
    if (exchange.status() != 204 || !path.find()) {
      return;
    }
    String role = path.group(2) + " " + path.group(3);
    roleCalls.merge(exchange.applicationId(), 1, Integer::sum);
    if (!(exchange.method().equals("PUT") ? held.add(role) : held.remove(role))) {
      inVain.add(exchange.method() + " " + role);
    }
  }

  /** Looks at what a bot shows without having sent it just now: its commands and its presence. */
  void look(LocalApplication bot) {
    bot.commands().forEach(command -> add("registered commands", command.toString()));
    bot.sessions().forEach(session -> add("presence", session.presence().toString()));
  }

  /** Everything in which our name is. */
  List<String> withOurName() {
    return texts.stream().filter(text -> text.toLowerCase(Locale.ROOT).contains(OURS)).toList();
  }

  /** How much was sent, by kind. */
  Map<String, AtomicInteger> counts() {
    return new TreeMap<>(counts);
  }

  /** Calls that gave a role that was held already, or took one that was not. */
  synchronized List<String> inVain() {
    return List.copyOf(inVain);
  }

  /** How many roles each bot gave or took. */
  synchronized Map<Long, Integer> roleCalls() {
    return new TreeMap<>(roleCalls);
  }
}
