package net.prosperitybot.simulator.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Message;
import net.prosperitybot.simulator.world.User;
import org.jspecify.annotations.Nullable;

/** One use of a command, component or modal, from sending to the last follow-up. */
public final class Invocation {
  /** How long its token can be used. */
  static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  private final long id;
  private final String token;
  private final Kind kind;
  private final Application application;
  private final Channel channel;
  private final User user;
  private final Instant createdAt;
  private final ObjectNode payload;
  private final @Nullable Message source;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Message> followUps = new ArrayList<>();
  private volatile boolean tokenEnded;
  private State state = State.WAITING;
  private @Nullable Message message;
  private @Nullable ObjectNode modal;
  private List<JsonNode> choices = List.of();
  private String failure = "";

  /** Discord's interaction types. */
  public enum Kind {
    COMMAND(2),
    COMPONENT(3),
    AUTOCOMPLETE(4),
    MODAL(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /**
   * @param source the message that a component, or the modal opened by it, belongs to
   */
  Invocation(
      long id,
      String token,
      Kind kind,
      Application application,
      Channel channel,
      User user,
      Instant createdAt,
      ObjectNode payload,
      @Nullable Message source) {
    this.id = id;
    this.token = token;
    this.kind = kind;
    this.application = application;
    this.channel = channel;
    this.user = user;
    this.createdAt = createdAt;
    this.payload = payload;
    this.source = source;
  }

  public long id() {
    return id;
  }

  public String token() {
    return token;
  }

  public Kind kind() {
    return kind;
  }

  public Application application() {
    return application;
  }

  public Channel channel() {
    return channel;
  }

  public User user() {
    return user;
  }

  /** The interaction as it was sent. */
  public ObjectNode payload() {
    return payload.deepCopy();
  }

  Optional<Message> source() {
    return Optional.ofNullable(source);
  }

  boolean expired(Instant now) {
    return tokenEnded || now.isAfter(createdAt.plus(TOKEN_LIFE));
  }

  /** Ends the token's life now, not 15 minutes after the interaction. */
  public void endToken() {
    tokenEnded = true;
  }

  /** True when not even "this token has expired" needs to be said any more. */
  boolean longExpired(Instant now) {
    return now.isAfter(createdAt.plus(TOKEN_LIFE.multipliedBy(4)));
  }

  /** What has come of it until now. */
  public InvocationResult result() {
    lock.lock();
    try {
      return new InvocationResult(
          state,
          Optional.ofNullable(message),
          List.copyOf(followUps),
          Optional.ofNullable(modal),
          choices,
          failure);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the first answer, which comes within three seconds or is a failure. */
  public InvocationResult await() {
    return awaitLeaving(Duration.ofSeconds(10), State.WAITING, State.WAITING);
  }

  /** Waits for the answer itself: a deferred one until it is edited. */
  public InvocationResult awaitAnswer(Duration atMost) {
    awaitLeaving(atMost, State.WAITING, State.DEFERRED);
    return awaitLeaving(atMost, State.DEFERRED_UPDATE, State.DEFERRED);
  }

  /** Waits for so many follow-ups. */
  public InvocationResult awaitFollowUps(int count, Duration atMost) {
    return awaitUntil(atMost, () -> followUps.size() >= count);
  }

  private InvocationResult awaitLeaving(Duration atMost, State one, State other) {
    return awaitUntil(atMost, () -> state != one && state != other);
  }

  private InvocationResult awaitUntil(Duration atMost, BooleanSupplier condition) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("still " + state + " after " + atMost);
        }
        left = changed.awaitNanos(left);
      }
      return result();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    } finally {
      lock.unlock();
    }
  }

  /** True when nothing came within this time. */
  boolean awaitsAfter(Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (state == State.WAITING && left > 0) {
        left = changed.awaitNanos(left);
      }
      return state == State.WAITING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  void become(State newState, @Nullable Message newMessage) {
    change(
        () -> {
          state = newState;
          message = newMessage;
        });
  }

  void open(ObjectNode newModal) {
    change(
        () -> {
          state = State.MODAL;
          modal = newModal;
        });
  }

  void suggest(List<JsonNode> newChoices) {
    change(
        () -> {
          state = State.CHOICES;
          choices = List.copyOf(newChoices);
        });
  }

  /** Ends it without an answer, unless one has come. */
  void end(State newState, String why) {
    change(
        () -> {
          if (state == State.WAITING) {
            state = newState;
            failure = why;
          }
        });
  }

  void followUp(Message followUp) {
    change(() -> followUps.add(followUp));
  }

  /** Takes over the new form of one of its messages. */
  void edited(Message edited) {
    change(
        () -> {
          if (message != null && message.id() == edited.id()) {
            message = edited;
            state =
                switch (state) {
                  case DEFERRED -> State.ANSWERED;
                  case DEFERRED_UPDATE -> State.UPDATED;
                  case WAITING, REFUSED, FAILED, ANSWERED, UPDATED, MODAL, CHOICES -> state;
                };
          }
          followUps.replaceAll(each -> each.id() == edited.id() ? edited : each);
        });
  }

  /** One of its messages is gone; a "thinking" that is gone waits for nothing any more. */
  void deleted(long messageId) {
    change(
        () -> {
          if (message != null && message.id() == messageId && state == State.DEFERRED) {
            state = State.ANSWERED;
          }
        });
  }

  boolean wrote(long messageId) {
    InvocationResult now = result();
    return now.message().filter(each -> each.id() == messageId).isPresent()
        || now.followUps().stream().anyMatch(each -> each.id() == messageId);
  }

  private void change(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
