package net.prosperitybot.simulator.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.prosperitybot.simulator.world.Change;
import net.prosperitybot.simulator.world.Json;

/**
 * Tells open pages what to fetch again: topics such as {@code messages:42}, never contents, so that
 * a page that missed something is right again after its next fetch.
 *
 * <p>One virtual thread for each stream: it waits for a topic, sends all there are, pauses 40 ms.
 * Every 10 s without one it sends a comment, which is how a closed browser is noticed. A stream
 * that fails is forgotten; the browser opens another. All end with {@link #close()}.
 */
final class Feed implements Change.Listener, AutoCloseable {
  private static final int MOST_STREAMS = 64;
  private static final int MOST_TOPICS = 500;
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Set<Mailbox<String>> readers = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Override
  public void changed(Change change) {
    if (!readers.isEmpty()) {
      tell(topicOf(change));
    }
  }

  private static String topicOf(Change change) {
    return switch (change.kind()) {
      case SERVER, CHANNEL, ROLE, MEMBER, MEMBER_GONE -> "server:" + change.guildId();
      case APPLICATION -> "applications";
      case COMMANDS -> "commands";
      case MESSAGE, MESSAGE_GONE ->
          (change.guildId() == 0 ? "direct:" : "messages:") + change.channelId();
      case TYPING -> "typing:" + change.channelId() + ":" + change.subjectId();
    };
  }

  /** Sends a topic to every open page; never waits. */
  void tell(String topic) {
    readers.forEach(reader -> reader.put(topic));
  }

  /** Throws when there are too many streams already; ask before one is opened. */
  void checkRoom() {
    if (readers.size() >= MOST_STREAMS) {
      throw new ServiceUnavailableResponse("Too many pages are open.");
    }
  }

  /** Serves one page until it goes. */
  void serve(SseClient client) {
    Mailbox<String> mail = new Mailbox<>(MOST_TOPICS);
    client.keepAlive();
    client.onClose(mail::close);
    readers.add(mail);
    threads.execute(() -> stream(client, mail));
  }

  private void stream(SseClient client, Mailbox<String> mail) {
    try (client) {
      client.sendEvent("hello", "{}");
      while (!client.terminated()) {
        Mailbox.Post<String> post = mail.take(SIGN_OF_LIFE);
        if (mail.closed()) {
          return;
        }
        if (post.empty()) {
          client.sendComment("still here");
        } else {
          client.sendEvent("changed", json(post).toString());
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readers.remove(mail);
    }
  }

  private static ObjectNode json(Mailbox.Post<String> post) {
    ObjectNode json = Json.object().put("everything", post.everything());
    ArrayNode topics = json.putArray("topics");
    post.things().forEach(topics::add);
    return json;
  }

  /** Lets every stream say goodbye while its connection stands, but waits for none for long. */
  @Override
  public void close() {
    readers.forEach(Mailbox::close);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
