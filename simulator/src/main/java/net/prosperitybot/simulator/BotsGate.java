package net.prosperitybot.simulator;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.regex.Pattern;

/**
 * Keeps browsers away from what is for bots. A bot's token may be known to everybody, as that of
 * docker compose's profile is; so a website must not be able to use it from a visitor's browser.
 */
final class BotsGate {
  /**
   * Neither an address nor a container's name can be made to lead somewhere else by DNS rebinding;
   * the names that can have points.
   */
  private static final Pattern NOBODYS_DOMAIN =
      Pattern.compile("(?:[^.:]+|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");

  private BotsGate() {}

  static void register(JavalinConfig config) {
    config.routes.before("/api/*", BotsGate::check);
    config.routes.wsBeforeUpgrade(BotsGate::check);
  }

  private static void check(Context context) {
    String host = context.header("Host");
    if (host == null || !NOBODYS_DOMAIN.matcher(host).matches()) {
      throw new ForbiddenResponse("The local Discord has no domain.");
    }
    if (context.header("Origin") != null) {
      throw new ForbiddenResponse("This is for bots, not for browsers.");
    }
  }
}
