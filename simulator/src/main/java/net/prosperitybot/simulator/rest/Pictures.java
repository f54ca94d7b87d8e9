package net.prosperitybot.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import net.prosperitybot.simulator.world.Picture;
import net.prosperitybot.simulator.world.Problems;
import org.jspecify.annotations.Nullable;

/** Pictures in bodies. */
final class Pictures {
  private Pictures() {}

  /** A new picture; null takes the old one away. */
  record Change(@Nullable Picture picture) {}

  /** What a body says of a picture; empty when it says nothing. */
  static Optional<Change> given(JsonNode body, String field) {
    if (!body.has(field)) {
      return Optional.empty();
    }
    if (body.path(field).isNull()) {
      return Optional.of(new Change(null));
    }
    Picture picture =
        Picture.fromDataUri(body.path(field).asText(""))
            .orElseThrow(() -> Problems.one(field, "IMAGE_INVALID", "Invalid image data"));
    return Optional.of(new Change(picture));
  }
}
