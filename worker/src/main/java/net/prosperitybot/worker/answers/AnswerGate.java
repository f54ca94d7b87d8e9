package net.prosperitybot.worker.answers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.prosperitybot.worker.replies.Reply;

/** Where the work and its deadline meet: exactly one of them passes. */
final class AnswerGate {
  private final CompletableFuture<Optional<Reply>> passed = new CompletableFuture<>();

  /** True when the reply goes out as the first answer; false when it must follow up. */
  boolean offer(Reply reply) {
    return passed.complete(Optional.of(reply));
  }

  /** Waits for the reply, and closes the gate to it when it does not come in this time. */
  Optional<Reply> await(Duration patience) throws InterruptedException {
    try {
      return passed.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      passed.complete(Optional.empty());
      return passed.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A gate is never completed with a failure", e);
    }
  }
}
