package net.prosperitybot.common.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db.example | db.example:3307",
        "a:3306, b ,c:1 | a:3306,b:3307,c:1",
        "10.0.0.1,my_db-2 | 10.0.0.1:3307,my_db-2:3307",
        "[fd00::1],[fd00::2]:3306 | [fd00::1]:3307,[fd00::2]:3306"
      })
  void eachHostHasItsOwnPortOrTheCommonOne(String hosts, String addresses) {
    ConfigReader read = settings(hosts, "3307");
    DatabaseConfig config = DatabaseConfig.read(read);
    read.check();
    assertEquals(
        "jdbc:mysql://" + addresses + "/prosperity?allowPublicKeyRetrieval=true", config.jdbcUrl());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,,b",
        "a,",
        "a b",
        "a:0",
        "a:70000",
        "a:port",
        "a/b",
        "a?x=y",
        "fd00::1",
        "a,b,a",
        "a,a:3306",
        "jdbc:mysql://a"
      })
  void whatIsNoListOfHostsIsRefusedWithTheRule(String hosts) {
    assertEquals(
        List.of(
            "DB_HOST must be a host, or several with commas between them, each as HOST or"
                + " HOST:PORT, and none of them twice."),
        problems(settings(hosts, "3306")));
  }

  @Test
  void aWrongPortIsSaidToBeThePorts() {
    assertEquals(
        List.of("DB_PORT must be a whole number from 1 to 65535."), problems(settings("a,b", "0")));
  }

  private static List<String> problems(ConfigReader read) {
    DatabaseConfig.read(read);
    return assertThrows(ConfigException.class, read::check).problems();
  }

  private static ConfigReader settings(String hosts, String port) {
    return new ConfigReader(
        Env.of(
            Map.of("DB_HOST", hosts, "DB_PORT", port, "DB_NAME", "prosperity", "DB_USER", "bot")));
  }
}
