package net.prosperitybot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.gateway.Dispatch;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Publisher;

/**
 * Events as no release knows them: real ones with each field null, gone or of a value that nobody
 * has seen, events and codes without a name, and frames of 10 MB. Messages among them have earned
 * before, so none of them may earn; all else is of a server that nobody talks in.
 */
final class OddEvents {
  private static final int LARGE = 10_000_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LocalStack stack;
  private final long talkedIn;
  private final LocalServer elsewhere;
  private final Map<String, Dispatch> real = new ConcurrentHashMap<>();
  private final Publisher ear = (event, applications) -> hear(event);
  private int sent;

  /**
   * Listens for real events from now on.
   *
   * @param talkedIn the server whose messages are bent
   */
  OddEvents(LocalStack stack, long talkedIn) {
    this.stack = stack;
    this.talkedIn = talkedIn;
    stack.discord().observe(ear);
    this.elsewhere = stack.discord().createServer("Elsewhere");
    stack.invite(elsewhere);
    LocalMember member = elsewhere.join("somebody");
    member.give(elsewhere.createRole("Role"));
    elsewhere.createTextChannel("channel");
  }

  private void hear(Dispatch event) {
    boolean isMessage = event.type().equals("MESSAGE_CREATE");
    if (event.guildId() == talkedIn ? isMessage : !isMessage) {
      real.putIfAbsent(event.type(), event);
    }
  }

  /** Sends all of them to the bot's sessions; how many. */
  int send() {
    sent = 0;
    real.values().forEach(this::sendBent);
    Dispatch message = real.get("MESSAGE_CREATE");
    if (message == null || real.size() < 4) {
      throw new IllegalStateException("Heard only " + real.keySet());
    }
    String large = "x".repeat(LARGE);
    dispatch("NO_SUCH_EVENT", message, JSON.objectNode().put("text", large));
    dispatch(message.type(), message, copy(message).put("content", large));
    dispatch("NO_SUCH_EVENT", message, JSON.objectNode());
    raw("{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"s\":null,\"d\":null}");
    raw("{\"op\":0,\"t\":\"GUILD_CREATE\",\"s\":null,\"d\":[]}");
    raw("{\"op\":0,\"t\":null,\"s\":null,\"d\":{}}");
    raw("{\"op\":99,\"t\":null,\"s\":null,\"d\":{\"what\":1}}");
    return sent;
  }

  private void sendBent(Dispatch event) {
    for (String field : fields(event.data())) {
      for (JsonNode odd : List.of(JSON.nullNode(), JSON.numberNode(9_999), JSON.textNode("odd"))) {
        dispatch(event.type(), event, copy(event).set(field, odd));
      }
      ObjectNode without = copy(event);
      without.remove(field);
      dispatch(event.type(), event, without);
      for (String inner : fields(event.data().path(field))) {
        ObjectNode bent = copy(event);
        ((ObjectNode) bent.path(field)).putNull(inner);
        dispatch(event.type(), event, bent);
      }
    }
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ObjectNode copy(Dispatch event) {
    return event.data().deepCopy();
  }

  private void dispatch(String type, Dispatch like, JsonNode data) {
    ObjectNode body = (ObjectNode) data;
    stack
        .discord()
        .gateway()
        .publish(
            new Dispatch(type, like.guildId(), 0, body, body, Set.of()), List.of(stack.bot().id()));
    sent++;
  }

  private void raw(String text) {
    stack.bot().sessions().stream()
        .filter(SessionView::connected)
        .forEach(session -> stack.discord().gateway().sendRaw(session.id(), text));
    sent++;
  }
}
