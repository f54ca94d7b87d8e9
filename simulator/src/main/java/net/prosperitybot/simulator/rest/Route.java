package net.prosperitybot.simulator.rest;

import io.javalin.http.HandlerType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the API.
 *
 * @param template Discord's own template, such as {@code /channels/{channel_id}/messages}
 * @param needsToken false where the path itself carries the secret
 */
record Route(HandlerType method, String template, Limit limit, boolean needsToken, Action action) {

  private static final Pattern MAJOR =
      Pattern.compile("^/(channels|guilds|webhooks|interactions)/([^/]+)(?:/([^/]+))?");

  /** What a route does. */
  @FunctionalInterface
  interface Action {
    Answer serve(Call call);
  }

  static Route bot(HandlerType method, String template, Limit limit, Action action) {
    return new Route(method, template, limit, true, action);
  }

  static Route open(HandlerType method, String template, Limit limit, Action action) {
    return new Route(method, template, limit, false, action);
  }

  /** The part of the path that has limits of its own: channel, server, or webhook with token. */
  static String majorOf(String path) {
    Matcher matcher = MAJOR.matcher(path);
    if (!matcher.find()) {
      return "";
    }
    boolean withToken =
        matcher.group(1).equals("webhooks") || matcher.group(1).equals("interactions");
    return withToken ? matcher.group(2) + "/" + matcher.group(3) : matcher.group(2);
  }
}
