package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Applications, their tokens and their commands. */
public final class Applications {
  private static final int MAX_COMMANDS = 100;

  /** The gateway's close code for a token that is not valid. */
  private static final int AUTHENTICATION_FAILED = 4004;

  /** The gateway's close code for a privileged intent that is not granted. */
  private static final int DISALLOWED_INTENTS = 4014;

  private final World world;
  private final RandomGenerator random;

  Applications(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
  }

  public Application create(String name, User owner) {
    return world.still(
        () -> {
          long id = world.nextId();
          return create(name, owner, new Identity(id, newToken(id), SigningKey.draw(random)));
        });
  }

  /**
   * What bots know of their application.
   *
   * @param id also the bot user's
   */
  public record Identity(long id, String token, SigningKey key) {}

  /** An application with an identity that was chosen elsewhere. */
  public Application create(String name, User owner, Identity identity) {
    return world.still(
        () -> {
          User bot = new User(identity.id(), User.Kind.BOT, name, null);
          world.add(bot);
          Application application =
              new Application(bot, owner, name, identity.token(), identity.key());
          world.add(application);
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
          return application;
        });
  }

  private String newToken(long id) {
    byte[] secret = new byte[28];
    random.nextBytes(secret);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String first = encoder.encodeToString(Json.id(id).getBytes(StandardCharsets.US_ASCII));
    return first
        + ".G"
        + (char) ('a' + random.nextInt(26))
        + "local."
        + encoder.encodeToString(secret);
  }

  /** A new token; the old one is worth nothing from now on, its sessions end. */
  public String resetToken(Application application) {
    String token =
        world.still(
            () -> {
              world.replaceToken(application, newToken(application.id()));
              return application.token();
            });
    world.endSessions(application.id(), 0, AUTHENTICATION_FAILED);
    return token;
  }

  /** Deletes the application; its bot leaves every server, its sessions end. */
  public void delete(Application application) {
    world.locked(
        () -> {
          world.guilds().forEach(guild -> world.servers().leave(guild, application.bot()));
          world.shop().close(application.id());
          world.removeApplication(application);
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
        });
    world.endSessions(application.id(), 0, AUTHENTICATION_FAILED);
  }

  /** Grants exactly these privileged intents; sessions that use another one end. */
  public void grant(Application application, long intents) {
    long taken =
        world.still(
            () -> {
              long before = application.grantedIntents();
              application.grant(intents);
              world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
              return before & ~application.grantedIntents();
            });
    if (taken != 0) {
      world.endSessions(application.id(), taken, DISALLOWED_INTENTS);
    }
  }

  /** Sets flags that the application can't set itself, such as those of a verified one. */
  public void otherFlags(Application application, long flags) {
    world.locked(() -> application.otherFlags(flags));
  }

  /** Gives the bot a picture; null takes it. */
  public void avatar(Application application, @Nullable Picture picture) {
    world.locked(
        () -> {
          application.bot().avatar(picture);
          world.servers().userChanged(application.bot());
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
        });
  }

  /** Gives the application a picture; null takes it. */
  public void icon(Application application, @Nullable Picture picture) {
    world.locked(
        () -> {
          application.icon(picture);
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
        });
  }

  /** What the application asks for where it is installed; null for nothing said. */
  public void installParams(Application application, @Nullable ObjectNode params) {
    world.locked(() -> application.installParams(params));
  }

  /** Where the application can be installed, by the number of the kind. */
  public void integrationTypes(Application application, ObjectNode config) {
    world.locked(() -> application.integrationTypes(config));
  }

  /** The owner's own page that installs it; null for none. */
  public void customInstallUrl(Application application, @Nullable String url) {
    world.locked(() -> application.customInstallUrl(url));
  }

  /** Whether others than its owner may add it to servers. */
  public void isPublic(Application application, boolean isPublic) {
    world.locked(() -> application.isPublic(isPublic));
  }

  /** How many IDENTIFYs are allowed in each five seconds. */
  public void maxConcurrency(Application application, int identifies) {
    world.locked(() -> application.maxConcurrency(identifies));
  }

  public void describe(Application application, String description) {
    world.locked(() -> application.describe(description));
  }

  public void rename(Application application, String name) {
    world.locked(
        () -> {
          application.rename(name);
          world.servers().rename(application.bot(), name, null);
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
        });
  }

  /**
   * Says where interactions go.
   *
   * @param url where interactions are posted; null sends them over the gateway
   */
  public void interactionsEndpoint(Application application, @Nullable String url) {
    world.locked(
        () -> {
          application.interactionsEndpoint(url);
          world.tell(Change.Kind.APPLICATION, 0, 0, application.id());
        });
  }

  public ObjectNode json(Application application) {
    return world.still(() -> application.json(world.guildIdsOf(application.id()).size()));
  }

  public ObjectNode ownUser(Application application) {
    return world.still(() -> application.bot().ownJson());
  }

  // Commands

  public List<ObjectNode> commands(Application application, long guildId) {
    return world.still(() -> List.copyOf(application.commands(guildId)));
  }

  /** What a user of this server can call: its own commands and the global ones. */
  public List<ObjectNode> commandsIn(Application application, long guildId) {
    return world.still(
        () -> {
          List<ObjectNode> all = new ArrayList<>(application.commands(0));
          if (guildId != 0) {
            all.addAll(application.commands(guildId));
          }
          return all;
        });
  }

  /** Replaces all commands of one server, or with 0 the global ones. */
  public List<ObjectNode> overwriteCommands(
      Application application, long guildId, JsonNode definitions) {
    Problems problems = new Problems();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < definitions.size(); i++) {
      CommandRules.check(definitions.get(i), i + ".", problems);
      if (!names.add(identity(definitions.get(i)))) {
        problems.add(
            i + ".name",
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
            "Application command names must be unique");
      }
    }
    problems.refuseIfAny();
    if (definitions.size() > MAX_COMMANDS) {
      throw tooMany();
    }
    return world.still(
        () -> {
          Map<Long, ObjectNode> kept = application.commandsById(guildId);
          Map<String, ObjectNode> before = new HashMap<>();
          kept.values().forEach(command -> before.put(identity(command), command));
          kept.clear();
          for (JsonNode definition : definitions) {
            put(application, guildId, (ObjectNode) definition, before.get(identity(definition)));
          }
          world.tell(Change.Kind.COMMANDS, guildId, 0, application.id());
          return List.copyOf(kept.values());
        });
  }

  /** Adds one command, or replaces the one of its name and type. */
  public Upserted upsertCommand(Application application, long guildId, JsonNode definition) {
    Problems problems = new Problems();
    CommandRules.check(definition, "", problems);
    problems.refuseIfAny();
    return world.still(
        () -> {
          @Nullable ObjectNode before =
              application.commands(guildId).stream()
                  .filter(command -> identity(command).equals(identity(definition)))
                  .findFirst()
                  .orElse(null);
          if (before == null && application.commands(guildId).size() >= MAX_COMMANDS) {
            throw tooMany();
          }
          ObjectNode stored = put(application, guildId, (ObjectNode) definition, before);
          world.tell(Change.Kind.COMMANDS, guildId, 0, application.id());
          return new Upserted(stored, before == null);
        });
  }

  /** A command as stored, and whether it is new. */
  public record Upserted(ObjectNode command, boolean created) {}

  /** Changes the named fields of one command. */
  public ObjectNode patchCommand(
      Application application, long guildId, long commandId, JsonNode patch) {
    return world.still(
        () -> {
          ObjectNode before = command(application, guildId, commandId);
          ObjectNode merged = Json.shallow(before);
          patch.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
          Problems problems = new Problems();
          CommandRules.check(merged, "", problems);
          problems.refuseIfAny();
          return put(application, guildId, merged, before);
        });
  }

  private ObjectNode put(
      Application application, long guildId, ObjectNode definition, @Nullable ObjectNode before) {
    long id = before == null ? world.nextId() : Json.idIn(before, "id");
    ObjectNode stored =
        CommandRules.stored(definition, id, world.nextId(), application.id(), guildId);
    if (before != null && same(before, stored)) {
      stored = before;
    }
    application.commandsById(guildId).put(id, stored);
    return stored;
  }

  private static boolean same(ObjectNode before, ObjectNode after) {
    return Json.shallow(before).without("version").equals(Json.shallow(after).without("version"));
  }

  public ObjectNode command(Application application, long guildId, long commandId) {
    return world.still(
        () -> {
          ObjectNode found = application.commandsById(guildId).get(commandId);
          if (found == null) {
            throw Refusal.unknownCommand();
          }
          return found;
        });
  }

  public void deleteCommand(Application application, long guildId, long commandId) {
    world.locked(
        () -> {
          if (application.commandsById(guildId).remove(commandId) == null) {
            throw Refusal.unknownCommand();
          }
          world.tell(Change.Kind.COMMANDS, guildId, 0, application.id());
        });
  }

  private static String identity(JsonNode command) {
    return command.path("type").asInt(CommandRules.CHAT_INPUT) + command.path("name").asText();
  }

  private static Refusal tooMany() {
    return Refusal.of(
        400, 30032, "Maximum number of application commands reached (" + MAX_COMMANDS + ").");
  }
}
