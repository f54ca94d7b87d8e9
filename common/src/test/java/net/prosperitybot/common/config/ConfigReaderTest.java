package net.prosperitybot.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private enum Mode {
    PROD,
    DEV
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    ConfigReader read =
        new ConfigReader(
            Env.of(Map.of("PORT", "70000", "ID", "twelve", "MODE", "fast", "URL", "x")));
    read.port("PORT", 3000);
    read.snowflake("ID");
    read.choice("MODE", Mode.PROD);
    read.url("URL", "http://localhost");
    read.secret("TOKEN");
    assertEquals(
        List.of(
            "PORT must be a whole number from 0 to 65535.",
            "ID must be a Discord id (17 to 20 digits).",
            "MODE must be one of prod, dev.",
            "URL must be an address that starts with http:// or https://.",
            "TOKEN is not set."),
        assertThrows(ConfigException.class, read::check).problems());
  }

  @Test
  void whatIsSetIsReadAndWhatIsNotHasItsDefault() {
    ConfigReader read =
        new ConfigReader(
            Env.of(Map.of("ID", "175928847299117063", "MODE", "dev", "URL", "https://a.example/")));
    assertEquals(175928847299117063L, read.snowflake("ID"));
    assertEquals(Mode.DEV, read.choice("MODE", Mode.PROD));
    assertEquals(URI.create("https://a.example"), read.url("URL", "http://localhost"));
    assertEquals(3000, read.port("PORT", 3000));
    read.check();
  }

  @Test
  void theEnvironmentWinsOverTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(".env");
    Files.writeString(file, "# comment\nA=file\nB=\"quoted value\"\nC=\n\nno line\n");
    ConfigReader read = new ConfigReader(Env.load(Map.of("A", "environment"), file));
    assertEquals("environment", read.text("A"));
    assertEquals("quoted value", read.text("B"));
    assertEquals("absent", read.text("C", "absent"));
    read.check();
  }

  @Test
  void aSettingMayBeInAFile(@TempDir Path folder) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "hush-hush\n");
    Path id = Files.writeString(folder.resolve("id"), "175928847299117063\n");
    ConfigReader read =
        new ConfigReader(Env.of(Map.of("TOKEN_FILE", token.toString(), "ID_FILE", id.toString())));
    assertEquals("hush-hush", read.secret("TOKEN").reveal());
    assertEquals(OptionalLong.of(175928847299117063L), read.optionalSnowflake("ID"));
    read.check();
  }

  @Test
  void aFileThatIsMissingOrEmptyOrNotAloneIsNamed(@TempDir Path folder) throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    Path full = Files.writeString(folder.resolve("full"), "hush-hush");
    ConfigReader read =
        new ConfigReader(
            Env.of(
                Map.of(
                    "A_FILE", folder.resolve("none").toString(),
                    "B_FILE", empty.toString(),
                    "C", "value",
                    "C_FILE", full.toString())));
    read.secretOrEmpty("A");
    read.secretOrEmpty("B");
    read.secretOrEmpty("C");
    assertEquals(
        List.of(
            "A_FILE names a file that can't be read: " + folder.resolve("none") + ".",
            "B_FILE names an empty file: " + empty + ".",
            "C and C_FILE are both set; one of them has to go."),
        assertThrows(ConfigException.class, read::check).problems());
  }

  @Test
  void secretsAreNeverPrinted() {
    ConfigReader read = new ConfigReader(Env.of(Map.of("TOKEN", "hush-hush")));
    Secret secret = read.secret("TOKEN");
    assertEquals("hush-hush", secret.reveal());
    assertFalse(String.valueOf(secret).contains("hush"));
  }
}
