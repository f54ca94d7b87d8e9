package net.prosperitybot.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the services' logs look like, by LOG_FORMAT and LOG_FILE. */
class LogOutputTest {
  private static final String SERVICE =
      "<configuration><include resource=\"log-output.xml\"/></configuration>";

  @Test
  void aLineIsForPeopleUnlessSaidOtherwise() throws Exception {
    for (Map<String, String> settings :
        List.of(Map.<String, String>of(), Map.of("LOG_FORMAT", "xml"))) {
      String line = logged(settings);
      assertTrue(line.matches("[-0-9]+T[:.0-9]+[^ ]* INFO  Things - a \"word\" \\[bot=7]\n"), line);
    }
  }

  @Test
  void colourIsForATerminal() throws Exception {
    String line = logged(Map.of("LOG_FORMAT", "colour"));
    assertTrue(line.contains("\u001b[34mINFO \u001b["), line);
    assertTrue(line.endsWith("a \"word\" [bot=7]\n"), line);
  }

  @Test
  void jsonIsAnObjectALineWithItsIds() throws Exception {
    JsonNode line = new JsonMapper().readTree(logged(Map.of("LOG_FORMAT", "json")));
    assertEquals("a \"word\"", line.path("formattedMessage").asText());
    assertEquals("INFO", line.path("level").asText());
    assertEquals("7", line.at("/mdc/bot").asText());
    assertTrue(line.path("timestamp").isNumber());
  }

  @Test
  void aFileIsWrittenBesideTheConsole(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("worker.log");
    String line = logged(Map.of("LOG_FILE", file.toString()));
    assertEquals(line, Files.readString(file));
  }

  private static String logged(Map<String, String> settings) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    settings.forEach(context::putProperty);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      configurator.doConfigure(new ByteArrayInputStream(SERVICE.getBytes(StandardCharsets.UTF_8)));
      context.getMDCAdapter().put("bot", "7");
      Logger log = context.getLogger("net.prosperitybot.Things");
      log.info("a \"{}\"", "word");
    } finally {
      context.stop();
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
