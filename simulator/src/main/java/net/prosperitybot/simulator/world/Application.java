package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bot's application; its id is also the bot user's. Change it under the world's lock only. */
public final class Application {
  private final User bot;
  private final User owner;
  private final SigningKey key;
  private final Map<Long, Map<Long, ObjectNode>> commandsByGuild = new HashMap<>();
  private String token;
  private String name;
  private String description = "";
  private long grantedIntents;
  private int maxConcurrency = 1;
  private @Nullable String interactionsEndpoint;
  private @Nullable Picture icon;
  private @Nullable ObjectNode installParams;
  private ObjectNode integrationTypes =
      Json.object().set("0", Json.object()); // installed in servers, nothing more said of it
  private @Nullable String customInstallUrl;
  private boolean isPublic = true;
  private long otherFlags;

  Application(User bot, User owner, String name, String token, SigningKey key) {
    this.bot = bot;
    this.owner = owner;
    this.name = name;
    this.token = token;
    this.key = key;
  }

  public long id() {
    return bot.id();
  }

  public User bot() {
    return bot;
  }

  public User owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  public String token() {
    return token;
  }

  public SigningKey key() {
    return key;
  }

  public long grantedIntents() {
    return grantedIntents;
  }

  public int maxConcurrency() {
    return maxConcurrency;
  }

  /** Where interactions are posted; empty when they go over the gateway. */
  public Optional<String> interactionsEndpoint() {
    return Optional.ofNullable(interactionsEndpoint);
  }

  public long flags() {
    return Intents.flagsOf(grantedIntents) | otherFlags;
  }

  /** Empty where the client draws one. */
  public Optional<Picture> icon() {
    return Optional.ofNullable(icon);
  }

  /** Commands of one server, or with 0 the global ones. */
  public Collection<ObjectNode> commands(long guildId) {
    return Collections.unmodifiableCollection(commandsById(guildId).values());
  }

  Map<Long, ObjectNode> commandsById(long guildId) {
    return commandsByGuild.computeIfAbsent(guildId, any -> new LinkedHashMap<>());
  }

  void token(String newToken) {
    token = newToken;
  }

  void rename(String newName) {
    name = newName;
  }

  void describe(String newDescription) {
    description = newDescription;
  }

  void grant(long intents) {
    grantedIntents = intents & Intents.PRIVILEGED;
  }

  void maxConcurrency(int identifiesPerFiveSeconds) {
    maxConcurrency = identifiesPerFiveSeconds;
  }

  void interactionsEndpoint(@Nullable String url) {
    interactionsEndpoint = url;
  }

  void icon(@Nullable Picture picture) {
    icon = picture;
  }

  /** The permissions that it asks for where it comes in; empty when it says nothing of them. */
  public Optional<String> askedPermissions() {
    return InstallParams.permissions(integrationTypes)
        .or(
            () ->
                Optional.ofNullable(installParams)
                    .map(params -> params.path("permissions").asText()));
  }

  void installParams(@Nullable ObjectNode params) {
    installParams = params == null ? null : InstallParams.answered(params);
  }

  void integrationTypes(ObjectNode config) {
    integrationTypes = InstallParams.byKind(config);
  }

  void customInstallUrl(@Nullable String url) {
    customInstallUrl = url;
  }

  void isPublic(boolean mayBeAddedByOthers) {
    isPublic = mayBeAddedByOthers;
  }

  void otherFlags(long flags) {
    otherFlags = flags & ~Intents.SETTABLE_FLAGS;
  }

  /** The application as its own token sees it. */
  ObjectNode json(int guildCount) {
    ObjectNode json =
        Json.object()
            .put("id", Json.id(id()))
            .put("name", name)
            .put("icon", Picture.hashOf(icon))
            .put("description", description)
            .putNull("type")
            .put("bot_public", isPublic)
            .put("bot_require_code_grant", false)
            .put("verify_key", key.publicKeyHex())
            .put("flags", flags())
            .put("flags_new", Long.toString(flags()))
            .put("interactions_endpoint_url", interactionsEndpoint)
            .putNull("role_connections_verification_url")
            .put("approximate_guild_count", guildCount)
            .put("approximate_user_install_count", 0)
            .put("approximate_user_authorization_count", 0)
            .put("explicit_content_filter", 0)
            .putNull("team");
    json.putArray("redirect_uris");
    json.putArray("eligible_oauth2_scopes").add("bot").add("applications.commands");
    if (installParams != null) {
      json.set("install_params", installParams);
    }
    if (customInstallUrl != null) {
      json.put("custom_install_url", customInstallUrl);
    }
    json.set("integration_types_config", integrationTypes);
    json.set("bot", bot.json());
    json.set("owner", owner.json());
    return json;
  }
}
