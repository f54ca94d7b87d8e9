package net.prosperitybot.worker.signatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import net.prosperitybot.worker.SigningBot;
import net.prosperitybot.worker.metrics.WorkerMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which keys get a table, and what happens when one can't be made. */
class SignatureVerifierTest {
  private static final int MOST_CALLS = 100_000;
  private static final byte[] BODY = "{\"type\":1}".getBytes(StandardCharsets.UTF_8);
  private static final String TIME = "1795348800";
  private static final byte[] MESSAGE = (TIME + "{\"type\":1}").getBytes(StandardCharsets.UTF_8);

  private final AtomicLong nanos = new AtomicLong(Long.MIN_VALUE);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WorkerMetrics metrics = new WorkerMetrics(meters);
  private final Queue<Runnable> work = new ArrayDeque<>();

  /** Whom a table was made for, in order. */
  private final List<PublicKey> made = new ArrayList<>();

  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(BusyKeys.class);

  @BeforeEach
  void listen() {
    heard.start();
    log.addAppender(heard);
    log.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    log.setAdditive(true);
    log.detachAppender(heard);
  }

  /** A bot, its key and a signature of the message. */
  private record Signer(PublicKey key, Signature good) {
    static Signer of(long id) {
      SigningBot bot = new SigningBot(id);
      return new Signer(
          PublicKey.parse(bot.publicKeyHex()), Signature.parse(bot.sign(TIME, BODY)).orElseThrow());
    }
  }

  /** Real tables, made when the test says so. */
  private SignatureVerifier verifier() {
    return verifier(this::note);
  }

  private SignatureVerifier verifier(KeyCheck.Maker maker) {
    return SignatureVerifier.withTables(() -> maker, work::add, nanos::get, metrics);
  }

  /** Costs less than a real table, and answers the same. */
  private KeyCheck note(PublicKey key) {
    made.add(key);
    return key::hasSigned;
  }

  private void doWork() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  private void makeBusy(SignatureVerifier verifier, Signer signer) {
    for (int i = 0; i < BusyKeys.BUSY; i++) {
      assertTrue(verifier.hasSigned(signer.key(), MESSAGE, signer.good()));
    }
  }

  private double verifiedBy(String by) {
    return meters.get("prosperity.signatures.verified").tag("by", by).counter().count();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aBusyKeyGetsARealTableAndIsVerifiedByIt() {
    SignatureVerifier verifier = SignatureVerifier.withTables(work::add, nanos::get, metrics);
    doWork();
    Signer signer = Signer.of(1);
    Signature other = Signer.of(2).good();
    makeBusy(verifier, signer);
    doWork();
    assertEquals(0, verifiedBy("table"));
    assertTrue(verifier.hasSigned(signer.key(), MESSAGE, signer.good()));
    assertFalse(verifier.hasSigned(signer.key(), MESSAGE, other));
    assertEquals(2, verifiedBy("table"));
    assertEquals(BusyKeys.BUSY, verifiedBy("bouncy_castle"));
    assertTrue(heard.list.isEmpty());
  }

  @Test
  void whileATableIsMadeBouncyCastleVerifies() {
    SignatureVerifier verifier = verifier();
    doWork();
    Signer signer = Signer.of(1);
    makeBusy(verifier, signer);
    assertEquals(1, work.size());
    makeBusy(verifier, signer);
    makeBusy(verifier, Signer.of(2));
    assertEquals(1, work.size(), "one table at a time");
    assertEquals(0, verifiedBy("table"));
    doWork();
    assertEquals(List.of(signer.key()), made);
  }

  @Test
  void anEqualKeyReadAgainHasTheSameTable() {
    SignatureVerifier verifier = verifier();
    doWork();
    makeBusy(verifier, Signer.of(1));
    doWork();
    Signer again = Signer.of(1);
    assertTrue(verifier.hasSigned(again.key(), MESSAGE, again.good()));
    assertEquals(1, verifiedBy("table"));
  }

  @Test
  void aKeyThatIsSeldomUsedGetsNoTable() {
    SignatureVerifier verifier = verifier();
    doWork();
    Signer signer = Signer.of(1);
    for (int i = 0; i < 3 * BusyKeys.BUSY; i++) {
      if (i % (BusyKeys.BUSY - 1) == 0) {
        pass(BusyKeys.WITHIN);
      }
      verifier.hasSigned(signer.key(), MESSAGE, signer.good());
    }
    assertTrue(work.isEmpty());
  }

  @Test
  void forgedSignaturesHaveNoTableMadeAndPushNoneOut() {
    SignatureVerifier verifier = verifier();
    doWork();
    Signer busy = Signer.of(1);
    makeBusy(verifier, busy);
    doWork();
    for (int id = 2; id < 2 + 2 * BusyKeys.MOST_TABLES; id++) {
      PublicKey key = Signer.of(id).key();
      for (int i = 0; i < BusyKeys.BUSY / 10; i++) {
        assertFalse(verifier.hasSigned(key, MESSAGE, busy.good()));
      }
    }
    PublicKey one = Signer.of(2).key();
    for (int i = 0; i < 2 * BusyKeys.BUSY; i++) {
      assertFalse(verifier.hasSigned(one, MESSAGE, busy.good()));
    }
    pass(BusyKeys.REST);
    assertTrue(work.isEmpty());
    assertEquals(0, verifiedBy("table"));
    assertTrue(verifier.hasSigned(busy.key(), MESSAGE, busy.good()));
    assertEquals(1, verifiedBy("table"));
  }

  @Test
  void afterATableTheMakerRests() {
    SignatureVerifier verifier = verifier();
    doWork();
    makeBusy(verifier, Signer.of(1));
    doWork();
    Signer next = Signer.of(2);
    makeBusy(verifier, next);
    assertTrue(work.isEmpty());
    pass(BusyKeys.REST);
    verifier.hasSigned(next.key(), MESSAGE, next.good());
    doWork();
    assertEquals(2, made.size());
  }

  @Test
  void theTableThatWasUnusedForLongestMakesRoom() {
    SignatureVerifier verifier = verifier();
    doWork();
    List<Signer> signers = new ArrayList<>();
    for (int id = 1; id <= BusyKeys.MOST_TABLES; id++) {
      signers.add(Signer.of(id));
      makeBusy(verifier, signers.getLast());
      doWork();
      pass(BusyKeys.REST);
    }
    Signer first = signers.get(0);
    Signer second = signers.get(1);
    verifier.hasSigned(first.key(), MESSAGE, first.good());
    pass(BusyKeys.REST);
    makeBusy(verifier, Signer.of(200));
    doWork();
    assertEquals(BusyKeys.MOST_TABLES + 1, made.size());
    assertEquals(1, verifiedBy("table"));
    for (Signer signer : signers) {
      assertTrue(verifier.hasSigned(signer.key(), MESSAGE, signer.good()));
    }
    assertEquals(BusyKeys.MOST_TABLES, verifiedBy("table"), "all but one still have theirs");
    double asked = verifiedBy("bouncy_castle");
    verifier.hasSigned(second.key(), MESSAGE, second.good());
    assertEquals(asked + 1, verifiedBy("bouncy_castle"), "the second was unused for longest");
  }

  @Test
  void whenTheSelfTestFailsBouncyCastleVerifiesAllAndItIsLoggedOnce() {
    SignatureVerifier verifier =
        SignatureVerifier.withTables(
            () -> SelfTest.passed(key -> (message, signature) -> true),
            work::add,
            nanos::get,
            metrics);
    doWork();
    makeBusy(verifier, Signer.of(1));
    makeBusy(verifier, Signer.of(1));
    assertTrue(work.isEmpty());
    assertEquals(0, verifiedBy("table"));
    assertLoggedOnce();
  }

  @Test
  void aTableThatRefusesAGoodSignatureEndsAllTables() {
    Signer first = Signer.of(1);
    Signer second = Signer.of(2);
    SignatureVerifier verifier =
        verifier(key -> key.equals(second.key()) ? (message, signature) -> false : note(key));
    doWork();
    makeBusy(verifier, first);
    doWork();
    assertTrue(verifier.hasSigned(first.key(), MESSAGE, first.good()));
    assertEquals(1, verifiedBy("table"));
    pass(BusyKeys.REST);
    makeBusy(verifier, second);
    doWork();
    makeBusy(verifier, first);
    assertTrue(work.isEmpty());
    assertEquals(1, verifiedBy("table"));
    assertLoggedOnce();
  }

  @Test
  void aTableThatCantBeMadeEndsAllTables() {
    SignatureVerifier verifier =
        verifier(
            key -> {
              throw new OutOfMemoryError("pretended");
            });
    doWork();
    makeBusy(verifier, Signer.of(1));
    doWork();
    makeBusy(verifier, Signer.of(1));
    assertTrue(work.isEmpty());
    assertLoggedOnce();
  }

  @Test
  void whenNoThreadIsToBeHadRequestsAreAnsweredAllTheSame() {
    SignatureVerifier verifier =
        SignatureVerifier.withTables(
            () -> this::note,
            task -> {
              throw new RejectedExecutionException("pretended");
            },
            nanos::get,
            metrics);
    makeBusy(verifier, Signer.of(1));
    assertEquals(0, verifiedBy("table"));
    assertLoggedOnce();
  }

  private void assertLoggedOnce() {
    assertEquals(List.of(Level.ERROR), heard.list.stream().map(ILoggingEvent::getLevel).toList());
  }

  @Test
  void turnedOffNothingIsMade() {
    SignatureVerifier verifier = SignatureVerifier.withoutTables(metrics);
    makeBusy(verifier, Signer.of(1));
    makeBusy(verifier, Signer.of(1));
    assertFalse(verifier.hasSigned(Signer.of(1).key(), MESSAGE, Signer.of(2).good()));
    assertEquals(0, verifiedBy("table"));
    assertEquals(2 * BusyKeys.BUSY + 1, verifiedBy("bouncy_castle"));
  }

  @Test
  void manyThreadsGetTheRightAnswersWhileTablesComeAndGo() throws Exception {
    int threads = 8;
    List<Signer> signers = new ArrayList<>();
    for (int id = 1; id <= threads; id++) {
      signers.add(Signer.of(id));
    }
    try (ExecutorService callers = Executors.newFixedThreadPool(threads);
        ExecutorService builder = Executors.newSingleThreadExecutor()) {
      SignatureVerifier verifier =
          SignatureVerifier.withTables(
              builder, () -> nanos.addAndGet(BusyKeys.REST.toNanos() / 1000), metrics);
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int offset = thread;
        Callable<Integer> calls =
            () -> {
              int mistakes = 0;
              // Until there was a table, however late its maker's thread comes to its turn.
              for (int i = 0; i < 1000 || (verifiedBy("table") == 0 && i < MOST_CALLS); i++) {
                Signer signer = signers.get((i / 10 + offset) % signers.size());
                Signer other = signers.get((i + offset + 1) % signers.size());
                boolean same = signer.equals(other);
                mistakes += verifier.hasSigned(signer.key(), MESSAGE, signer.good()) ? 0 : 1;
                mistakes += verifier.hasSigned(signer.key(), MESSAGE, other.good()) == same ? 0 : 1;
              }
              return mistakes;
            };
        wrong.add(callers.submit(calls));
      }
      for (Future<Integer> each : wrong) {
        assertEquals(0, each.get());
      }
    }
    assertTrue(verifiedBy("table") > 0);
    assertTrue(heard.list.isEmpty());
  }
}
