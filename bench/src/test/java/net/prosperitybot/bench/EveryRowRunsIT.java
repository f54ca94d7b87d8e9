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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every row, so small that its figures mean nothing. Two halves at once: each waits a lot. */
@Execution(ExecutionMode.SAME_THREAD)
class EveryRowRunsIT {
  private static final int HALF = 29;

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class FirstHalf {
    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD)
    Stream<DynamicTest> givesFiguresForPeopleAndForMachines() {
      return tests(Rows.all().subList(0, HALF));
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class SecondHalf {
    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD)
    Stream<DynamicTest> givesFiguresForPeopleAndForMachines() {
      return tests(Rows.all().subList(HALF, Rows.all().size()));
    }
  }

  /** Rows share what they measure, one after the other. */
  private static Stream<DynamicTest> tests(List<Row> rows) {
    Lab lab = new Lab(Scale.SMOKE, ProjectHome.find());
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> run(lab, row)))
        .onClose(lab::close);
  }

  private static void run(Lab lab, Row row) throws Exception {
    Samples samples;
    try {
      samples = row.measurement().measure(lab);
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
