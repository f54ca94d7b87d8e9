package net.prosperitybot.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The measured rows, for people (Markdown) and for machines (JSON). */
final class ResultTable {
  private static final JsonMapper JSON = new JsonMapper();

  private ResultTable() {}

  static String heading() {
    return """
        | what | ours | reference | ratio | target | rounds | spread | |
        |---|---:|---:|---:|---:|---:|---:|---|""";
  }

  /** A line of the table. */
  static String line(Result result) {
    Row row = result.row();
    boolean compared = !result.samples().reference().isEmpty();
    List<Double> spread = result.spread();
    return "| %s (`%s`) | %s | %s | %s | %s | %d | %s | %s |"
        .formatted(
            row.what(),
            row.name(),
            row.unit().show(result.ours()),
            compared ? row.unit().show(result.reference()) : "–",
            compared ? ratio(result.ratio()) : "–",
            row.target().show(row.unit()),
            result.rounds(),
            compared
                ? ratio(spread.getFirst()) + " – " + ratio(spread.getLast())
                : row.unit().show(spread.getFirst()) + " – " + row.unit().show(spread.getLast()),
            verdict(result));
  }

  private static String verdict(Result result) {
    if (result.row().target() instanceof Target.None) {
      return "";
    }
    return result.isMet() ? "met" : "**missed**";
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f ×" : "%,.0f ×", ratio);
  }

  /** An array of rows; figures without a reference or a ratio are null. */
  static String json(List<Result> results) {
    ArrayNode rows = JSON.createArrayNode();
    for (Result result : results) {
      ObjectNode row = rows.addObject();
      row.put("name", result.row().name());
      row.put("what", result.row().what());
      row.put("unit", result.row().unit().name().toLowerCase(Locale.ROOT));
      put(row, "ours", result.ours());
      put(row, "reference", result.reference());
      put(row, "ratio", result.ratio());
      row.put("target", result.row().target().show(result.row().unit()));
      row.put("met", result.isMet());
      row.put("rounds", result.rounds());
      put(row, "least", result.spread().getFirst());
      put(row, "most", result.spread().getLast());
    }
    return rows.toPrettyString();
  }

  private static void put(ObjectNode row, String field, double value) {
    if (Double.isNaN(value)) {
      row.putNull(field);
    } else {
      row.put(field, value);
    }
  }
}
