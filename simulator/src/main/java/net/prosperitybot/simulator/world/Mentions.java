package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a message really pings, after {@code allowed_mentions} and the author's permissions.
 *
 * @param users ids of pinged users, a replied author among them
 * @param roles ids of pinged roles
 */
record Mentions(Set<Long> users, Set<Long> roles, boolean everyone) {
  static final Mentions NONE = new Mentions(Set.of(), Set.of(), false);

  private static final Pattern MENTION = Pattern.compile("<@(!|&)?(\\d{1,19})>");

  /**
   * @param repliedAuthor the author of the message that is answered; 0 for none
   */
  static Mentions in(String content, JsonNode allowed, long repliedAuthor) {
    boolean restricted = allowed.isObject();
    boolean pingReplied = !restricted || allowed.path("replied_user").asBoolean();
    boolean replies = repliedAuthor != 0 && pingReplied;
    if (content.indexOf('@') < 0) {
      return replies ? new Mentions(Set.of(repliedAuthor), Set.of(), false) : NONE;
    }
    Set<Long> users = new LinkedHashSet<>();
    Set<Long> roles = new LinkedHashSet<>();
    Matcher matcher = MENTION.matcher(content);
    while (matcher.find()) {
      boolean role = "&".equals(matcher.group(1));
      String kind = role ? "roles" : "users";
      if (allows(allowed, restricted, kind, matcher.group(2))) {
        (role ? roles : users).add(Json.idFrom(matcher.group(2)));
      }
    }
    if (replies) {
      users.add(repliedAuthor);
    }
    boolean all = content.contains("@everyone") || content.contains("@here");
    return new Mentions(users, roles, all && allows(allowed, restricted, "everyone", ""));
  }

  private static boolean allows(JsonNode allowed, boolean restricted, String kind, String id) {
    return !restricted || holds(allowed.path("parse"), kind) || holds(allowed.path(kind), id);
  }

  private static boolean holds(JsonNode list, String text) {
    for (JsonNode each : list) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
