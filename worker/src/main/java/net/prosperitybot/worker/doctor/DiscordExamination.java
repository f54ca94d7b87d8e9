package net.prosperitybot.worker.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.worker.WorkerConfig;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.discord.DiscordException;
import net.prosperitybot.worker.discord.DiscordRest;
import net.prosperitybot.worker.endpoint.RequestGate;
import net.prosperitybot.worker.signatures.PublicKey;

/** Whether Discord is there, knows the bot as we do, and finds the way to the worker. */
final class DiscordExamination {
  private static final Duration NOTABLE_SKEW = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int UNAUTHORISED = 401;
  private static final String PORTAL = "https://discord.com/developers/applications";

  private final WorkerConfig config;
  private final DiscordRest discord;
  private final InstantSource clock;

  DiscordExamination(WorkerConfig config, DiscordRest discord, InstantSource clock) {
    this.config = config;
    this.discord = discord;
    this.clock = clock;
  }

  List<Finding> examine() throws InterruptedException {
    ApplicationInfo application;
    try {
      application = discord.ownApplication(config.botToken());
    } catch (DiscordException e) {
      return List.of(refusal(e));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.fine("Discord", "it knows the bot as %s.".formatted(application.botName())));
    time().ifPresent(findings::add);
    if (application.id() != config.applicationId()) {
      findings.add(
          Finding.wrong(
              "Application",
              ("BOT_TOKEN belongs to application %d, and DISCORD_APPLICATION_ID is %d. Take both from"
                      + " the same application.")
                  .formatted(application.id(), config.applicationId())));
      return findings;
    }
    findings.add(publicKey(application));
    findings.add(members(application));
    findings.add(endpoint(application));
    config.baseUrl().map(this::worker).ifPresent(findings::add);
    return findings;
  }

  private Finding refusal(DiscordException e) {
    if (e.isTokenRefused()) {
      return Finding.wrong(
          "Discord",
          "it refuses BOT_TOKEN. Reset the token on the page \"Bot\" of %s and set the new one."
              .formatted(PORTAL));
    }
    return Finding.wrong(
        "Discord", "%s. Can this machine reach %s?".formatted(e.getMessage(), config.discordApi()));
  }

  private Optional<Finding> time() throws InterruptedException {
    Optional<Instant> theirs = discord.time();
    if (theirs.isEmpty()) {
      return Optional.empty();
    }
    Duration skew = Duration.between(theirs.get(), clock.instant()).abs();
    if (skew.compareTo(RequestGate.TOLERANCE) > 0) {
      return Optional.of(
          Finding.wrong(
              "Clock",
              "it is %d s away from Discord's, so all interactions are refused. Set it right (NTP)."
                  .formatted(skew.toSeconds())));
    }
    return Optional.of(
        skew.compareTo(NOTABLE_SKEW) > 0
            ? Finding.note(
                "Clock",
                ("it is %d s away from Discord's. From %d s on, interactions are refused; set it right"
                        + " (NTP).")
                    .formatted(skew.toSeconds(), RequestGate.TOLERANCE.toSeconds()))
            : Finding.fine("Clock", "it agrees with Discord's."));
  }

  private Finding publicKey(ApplicationInfo application) {
    try {
      if (PublicKey.parse(application.publicKey()).equals(config.publicKey())) {
        return Finding.fine("Public key", "it is the application's.");
      }
    } catch (IllegalArgumentException e) {
      // Not a key that we could have been given.
    }
    return Finding.wrong(
        "Public key",
        "DISCORD_PUBLIC_KEY is not the application's. Set it to %s."
            .formatted(application.publicKey()));
  }

  private static Finding members(ApplicationInfo application) {
    return application.maySeeMembers()
        ? Finding.fine("Server Members", "the intent is granted.")
        : Finding.note(
            "Server Members",
            ("the intent is not granted, so who leaves stays on the leaderboard until they are looked"
                    + " up. Switch it on at %s/%d/bot.")
                .formatted(PORTAL, application.id()));
  }

  private Finding endpoint(ApplicationInfo application) {
    Optional<String> expected =
        config.baseUrl().map(url -> url + "/interactions/" + application.id());
    Optional<String> set = application.endpointUrl();
    if (set.isPresent() && expected.map(set.get()::equals).orElse(true)) {
      return Finding.fine("Endpoint", "Discord posts interactions to %s.".formatted(set.get()));
    }
    return Finding.wrong(
        "Endpoint",
        "%s. Set the interactions endpoint URL at %s/%d/information to %s."
            .formatted(
                set.map(url -> "Discord posts interactions to " + url)
                    .orElse("Discord was not told where to post interactions"),
                PORTAL,
                application.id(),
                expected.orElse("https://your.host/interactions/" + application.id())));
  }

  /** A worker refuses what nobody signed; whatever else answers there is none. */
  private Finding worker(URI baseUrl) {
    URI address = URI.create(baseUrl + "/interactions/" + config.applicationId());
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(address)
                      .timeout(PATIENCE)
                      .POST(HttpRequest.BodyPublishers.ofString("{}"))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      return status == UNAUTHORISED
          ? Finding.fine("Worker", "it answers at %s.".formatted(baseUrl))
          : Finding.wrong(
              "Worker",
              "%s answers %d where a worker would refuse with 401. Does the proxy lead to the worker?"
                  .formatted(address, status));
    } catch (IOException e) {
      return Finding.wrong(
          "Worker",
          "%s can't be reached from here. Is the worker started, and WORKER_BASE_URL right?"
              .formatted(baseUrl));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.note("Worker", "not looked at.");
    }
  }
}
