package net.prosperitybot.simulator.audit;

import java.util.List;

/**
 * Matches a method and a path such as {@code PUT /guilds/*}{@code /members/*}{@code /roles/*}.
 *
 * <p>{@code *} stands for one part of the path, as a last part {@code **} for any number of them.
 * As the method {@code *} stands for all. The version prefix {@code /api/v10} does not count.
 */
public record PathPattern(String method, List<String> parts) {

  public static PathPattern of(String method, String path) {
    return new PathPattern(method, split(path));
  }

  public boolean matches(String askedMethod, String path) {
    if (!method.equals("*") && !method.equalsIgnoreCase(askedMethod)) {
      return false;
    }
    List<String> given = split(path);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.equals("**")) {
        return true;
      }
      if (i >= given.size() || (!part.equals("*") && !part.equals(given.get(i)))) {
        return false;
      }
    }
    return given.size() == parts.size();
  }

  private static List<String> split(String path) {
    String bare = path.replaceFirst("\\?.*$", "").replaceFirst("^/api(/v\\d+)?(?=/|$)", "");
    return List.of(bare.split("/", -1));
  }
}
