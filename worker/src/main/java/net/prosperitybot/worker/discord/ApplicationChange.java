package net.prosperitybot.worker.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;

/**
 * Something that an application changes about itself with its bot's token.
 *
 * <p>Source: Discord's developer documentation, "Edit Current Application".
 */
public record ApplicationChange(ObjectNode body) {
  /** Of an application's flags, only these can be set by itself. */
  private static final long SETTABLE_FLAGS = 1L << 13 | ApplicationInfo.MEMBERS_LIMITED | 1L << 19;

  /** Installation in a server, as Discord numbers it. */
  private static final String IN_SERVERS = "0";

  /** The privileged intent Server Members is switched on; what else is on stays. */
  public static ApplicationChange allowMembers(ApplicationInfo now) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("flags", (now.flags() & SETTABLE_FLAGS) | ApplicationInfo.MEMBERS_LIMITED);
    return new ApplicationChange(body);
  }

  /** Adding the application to a server brings its bot, its commands and these permissions. */
  public static ApplicationChange installLink(ApplicationInfo now, long permissions) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode types = body.putObject("integration_types_config");
    now.installTypes().stream().sorted().forEach(types::putObject);
    ObjectNode install = types.putObject(IN_SERVERS).putObject("oauth2_install_params");
    install.putArray("scopes").add("bot").add("applications.commands");
    install.put("permissions", permissions);
    return new ApplicationChange(body);
  }

  /** Interactions are posted there from now on; empty sends them over the gateway. */
  public static ApplicationChange endpoint(Optional<URI> url) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("interactions_endpoint_url", url.map(URI::toString).orElse(null));
    return new ApplicationChange(body);
  }
}
