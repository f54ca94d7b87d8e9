package net.prosperitybot.worker.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.bots.RegisteredBot;
import net.prosperitybot.worker.metrics.WorkerMetrics.Refusal;
import net.prosperitybot.worker.signatures.Signature;
import net.prosperitybot.worker.signatures.SignatureVerifier;

/** Decides whether a request comes from Discord, before anything of its body is parsed. */
public final class RequestGate {
  /** How far a request's time may be from ours, in both directions. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int MOST_TIMESTAMP_DIGITS = 12;

  private final BotDirectory bots;
  private final SignatureVerifier verifier;
  private final InstantSource clock;

  RequestGate(BotDirectory bots, SignatureVerifier verifier, InstantSource clock) {
    this.bots = bots;
    this.verifier = verifier;
    this.clock = clock;
  }

  /** Whether a request is let in. */
  sealed interface Verdict {}

  /** It is Discord that asks, and this bot that is asked. */
  record Admitted(RegisteredBot bot) implements Verdict {}

  record Refused(Refusal why) implements Verdict {}

  /**
   * @param botId the last part of the path, as it came
   * @param signatures all values of the signature header
   * @param timestamps all values of the timestamp header
   * @param body the bytes as they came
   */
  Verdict check(String botId, List<String> signatures, List<String> timestamps, byte[] body) {
    Optional<Signature> signature = only(signatures).flatMap(Signature::parse);
    Optional<String> timestamp = only(timestamps).filter(RequestGate::isTimestamp);
    if (signature.isEmpty() || timestamp.isEmpty()) {
      return new Refused(Refusal.HEADERS);
    }
    Optional<RegisteredBot> bot = find(botId);
    if (bot.isEmpty()) {
      return new Refused(Refusal.UNKNOWN_BOT);
    }
    byte[] signed = signedMessage(timestamp.get(), body);
    if (!verifier.hasSigned(bot.get().key(), signed, signature.get())) {
      return new Refused(Refusal.SIGNATURE);
    }
    return isNow(timestamp.get()) ? new Admitted(bot.get()) : new Refused(Refusal.TIMESTAMP);
  }

  /** A header that is there twice says two things; neither is believed. */
  private static Optional<String> only(List<String> values) {
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static boolean isTimestamp(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_TIMESTAMP_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Optional<RegisteredBot> find(String botId) {
    try {
      return bots.find(Snowflake.parse(botId));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static byte[] signedMessage(String timestamp, byte[] body) {
    byte[] time = timestamp.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[time.length + body.length];
    System.arraycopy(time, 0, message, 0, time.length);
    System.arraycopy(body, 0, message, time.length, body.length);
    return message;
  }

  private boolean isNow(String timestamp) {
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
  }
}
