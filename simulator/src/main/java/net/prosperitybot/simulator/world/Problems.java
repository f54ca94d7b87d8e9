package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a body, field by field; becomes Discord's error 50035.
 *
 * <p>Discord's OpenAPI document types the code of a field's error as a number, while Discord itself
 * sends a name such as {@code BASE_TYPE_REQUIRED}. Answers here fit the document, so the name
 * stands in the message.
 */
public final class Problems {
  private static final int INVALID_FORM = 50035;

  private final List<Problem> found = new ArrayList<>();

  private record Problem(String path, String name, String message) {}

  /**
   * Notes a problem.
   *
   * @param path the field, its parts joined by dots, such as {@code embeds.0.title}
   * @param name Discord's name of the problem, such as {@code BASE_TYPE_REQUIRED}
   */
  public void add(String path, String name, String message) {
    found.add(new Problem(path, name, message));
  }

  public boolean none() {
    return found.isEmpty();
  }

  /** One line for people: the first problem. */
  public String summary() {
    Problem first = found.getFirst();
    return first.path() + ": " + first.message();
  }

  public void refuseIfAny() {
    if (!none()) {
      throw refusal();
    }
  }

  public Refusal refusal() {
    ObjectNode errors = Json.object();
    for (Problem problem : found) {
      ObjectNode at = errors;
      for (String part : problem.path().split("\\.", -1)) {
        at = at.withObjectProperty(part);
      }
      at.withArrayProperty("_errors")
          .addObject()
          .put("code", INVALID_FORM)
          .put("message", problem.message() + " (" + problem.name() + ")");
    }
    ObjectNode body = Json.object().put("message", "Invalid Form Body").put("code", INVALID_FORM);
    body.set("errors", errors);
    return new Refusal(400, body);
  }

  /** A refusal of one field. */
  public static Refusal one(String path, String name, String message) {
    Problems problems = new Problems();
    problems.add(path, name, message);
    return problems.refusal();
  }

  void length(String path, String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    if (length < min && min == 1) {
      add(path, "BASE_TYPE_REQUIRED", "This field is required");
    } else if (length < min || length > max) {
      add(path, "BASE_TYPE_BAD_LENGTH", "Must be between " + min + " and " + max + " in length.");
    }
  }
}
