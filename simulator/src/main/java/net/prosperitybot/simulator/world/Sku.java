package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A subscription that an application sells.
 *
 * @param groupId the subscription group that Discord makes around it
 */
public record Sku(long id, long groupId, long applicationId, String name, Owner owner) {
  private static final int SUBSCRIPTION = 5;
  private static final int SUBSCRIPTION_GROUP = 6;
  private static final int AVAILABLE = 1 << 2;
  private static final int FOR_GUILDS = 1 << 7;
  private static final int FOR_USERS = 1 << 8;

  /** Who has it once it is bought. */
  public enum Owner {
    USER,
    GUILD
  }

  /** As Discord lists it: the subscription and its group. */
  void list(ArrayNode out) {
    out.add(json(id, SUBSCRIPTION));
    out.add(json(groupId, SUBSCRIPTION_GROUP));
  }

  private ObjectNode json(long shownId, int type) {
    int kind =
        switch (owner) {
          case USER -> FOR_USERS;
          case GUILD -> FOR_GUILDS;
        };
    ObjectNode json =
        Json.object()
            .put("id", Json.id(shownId))
            .put("type", type)
            .putNull("dependent_sku_id")
            .put("application_id", Json.id(applicationId))
            .putNull("manifest_labels")
            .put("access_type", 1)
            .put("name", name);
    json.putArray("features");
    return json.putNull("release_date")
        .put("premium", false)
        .put("slug", name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
        .put("flags", AVAILABLE | kind)
        .put("show_age_gate", false);
  }
}
