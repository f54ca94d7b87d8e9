package net.prosperitybot.events.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import net.prosperitybot.events.Events;
import net.prosperitybot.simulator.gateway.Dispatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Events that the library does not know how to read. */
class OddEventsIT {
  private static final String SECRET = "what somebody wrote";

  private final World world;
  private final Logger all = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final List<Dispatch> messages = new CopyOnWriteArrayList<>();

  OddEventsIT(@TempDir Path folder) {
    this.world = new World(folder, true);
    heard.list = new CopyOnWriteArrayList<>(); // read while others write
    world.discord.observe(
        (event, applications) -> {
          if (event.type().equals("MESSAGE_CREATE")) {
            messages.add(event);
          }
        });
  }

  @BeforeEach
  void listen() {
    heard.start();
    all.addAppender(heard);
  }

  @AfterEach
  void stop() {
    all.detachAppender(heard);
    world.close();
  }

  @Test
  void oneThatCantBeReadIsLoggedByItsKindAloneAndTheNextOneEarns() throws Exception {
    try (Events events = world.startEvents()) {
      world.chat(world.ann);
      world.await(() -> world.earned() == 1);
      send(message -> message.putNull("author"));
      send(message -> message.put("id", SECRET));
      world.chat(world.ann);
      world.await(() -> world.earned() == 2);
      assertEquals("database answers, gateway connected", world.get(events, "/health"));
    }
    assertEquals(
        List.of(
            "An event of Discord's can't be read and is left out: MESSAGE_CREATE, "
                + "DataObjectParsingException",
            "An event of Discord's can't be read and is left out: MESSAGE_CREATE, "
                + "NumberFormatException"),
        told());
    assertFalse(heard.list.stream().anyMatch(OddEventsIT::tellsTheSecret));
  }

  private void send(Consumer<ObjectNode> bend) {
    ObjectNode data = messages.getFirst().data().deepCopy();
    data.put("content", SECRET);
    bend.accept(data);
    world
        .discord
        .gateway()
        .publish(
            new Dispatch("MESSAGE_CREATE", world.server.id(), 0, data, data, Set.of()),
            List.of(world.bot.id()));
  }

  private List<String> told() {
    return heard.list.stream()
        .filter(event -> event.getLoggerName().endsWith(".UnreadableEvents"))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static boolean tellsTheSecret(ILoggingEvent event) {
    return event.getFormattedMessage().contains(SECRET)
        || (event.getThrowableProxy() != null
            && ThrowableProxyUtil.asString(event.getThrowableProxy()).contains(SECRET));
  }
}
