package net.prosperitybot.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Stream;
import net.prosperitybot.bench.interactions.GoMissingException;
import net.prosperitybot.localdb.ProjectHome;
import net.prosperitybot.simulator.untested.NotTested;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every row, so small that its figures mean nothing. */
class EveryRowRunsIT {
  private static final Lab LAB = new Lab(Scale.SMOKE, ProjectHome.find());

  @AfterAll
  static void close() {
    LAB.close();
  }

  @TestFactory
  Stream<DynamicTest> everyRowGivesFiguresForPeopleAndForMachines() {
    return Rows.all().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> run(row)));
  }

  private static void run(Row row) throws Exception {
    Samples samples;
    try {
      samples = row.measurement().measure(LAB);
    } catch (GoMissingException e) {
      NotTested.tell("the benchmark's row " + row.name() + ". " + e.getMessage());
      Assumptions.abort(e.getMessage());
      return;
    }
    Result result = new Result(row, samples);
    assertTrue(result.ours() > 0 || isDifference(row), "Nothing was measured");
    JsonNode json = new JsonMapper().readTree(ResultTable.json(List.of(result))).get(0);
    assertEquals(row.name(), json.path("name").asText());
    assertEquals(result.ours(), json.path("ours").asDouble());
    assertEquals(result.isMet(), json.path("met").asBoolean());
    assertEquals(!result.samples().reference().isEmpty(), json.path("reference").isNumber());
    assertTrue(ResultTable.line(result).contains("`" + row.name() + "`"));
  }

  /** What a few sessions add to a process can drown in what it gives back. */
  private static boolean isDifference(Row row) {
    return row.name().startsWith("session-");
  }
}
