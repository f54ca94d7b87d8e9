package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text of a command's definition in English and, where there are any, in other languages.
 *
 * @param english what is shown where there is no translation
 * @param translations by Discord's locale, such as {@code de}
 */
public record Localised(String english, Map<String, String> translations) {
  public Localised {
    translations = Map.copyOf(translations);
  }

  public static Localised english(String text) {
    return new Localised(text, Map.of());
  }

  /** Writes {@code field} and, when there are translations, {@code field_localizations}. */
  void write(String field, ObjectNode into) {
    into.put(field, english);
    if (!translations.isEmpty()) {
      // Sorted, so that the same definition always has the same text and hash.
      ObjectNode all = into.putObject(field + "_localizations");
      new TreeMap<>(translations).forEach(all::put);
    }
  }
}
