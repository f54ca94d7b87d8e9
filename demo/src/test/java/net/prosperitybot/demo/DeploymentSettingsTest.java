package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.localdb.ProjectHome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of a deployment set is what the README's table of settings explains. */
class DeploymentSettingsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[A-Z].*?`) \\|");
  private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");

  /** In YAML's two ways: {@code NAME: value} of a map, {@code name: NAME} of a list. */
  private static final Pattern SET =
      Pattern.compile("(?m)(?:^ +|name: )([A-Z][A-Z_]*[A-Z])(?=: |,|$)");

  /** Those of MySQL's, Caddy's and Grafana's images, and one that the local Discord alone gets. */
  private static final Pattern OTHERS =
      Pattern.compile("MYSQL_.*|DOMAIN|GF_.*|" + CommonSettings.PRIVATE_KEY);

  private final Path home = ProjectHome.find();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker-compose.yml",
        "deploy/kubernetes/settings.yaml",
        "deploy/kubernetes/migrate.yaml",
        "deploy/kubernetes/worker.yaml",
        "deploy/kubernetes/events.yaml"
      })
  void everySettingIsOneThatTheReadmeExplains(String file) throws IOException {
    Set<String> known = known();
    Set<String> unknown = new TreeSet<>();
    int found = 0;
    Matcher set = SET.matcher(Files.readString(home.resolve(file)));
    while (set.find()) {
      String name = set.group(1);
      found++;
      if (!known.contains(name.replaceFirst("_FILE$", "")) && !OTHERS.matcher(name).matches()) {
        unknown.add(name);
      }
    }
    assertTrue(found >= 2, "settings found: " + found);
    assertEquals(Set.of(), unknown);
  }

  private Set<String> known() throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(home.resolve("README.md")));
    while (row.find()) {
      Matcher name = NAME.matcher(row.group(1));
      while (name.find()) {
        names.add(name.group(1));
      }
    }
    return names;
  }
}
