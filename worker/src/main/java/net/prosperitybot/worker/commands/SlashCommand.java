package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.prosperitybot.worker.interactions.CommandPath;

/**
 * A slash command, declared in one place: what Discord is told and what is run both come from here.
 *
 * @param place where it can be used
 * @param permission what a member needs by default; empty for everybody
 */
public record SlashCommand(Shape shape, Place place, Optional<Permission> permission) {
  private static final int CHAT_INPUT = 1;
  private static final int SUBCOMMAND = 1;
  private static final int SUBCOMMAND_GROUP = 2;

  /** Installed in a server, never to a user's own account. */
  private static final int IN_SERVERS = 0;

  /** Where a command can be used. */
  public enum Place {
    /** In servers and in the bot's direct messages. */
    ANYWHERE,
    SERVERS;

    /** Discord's interaction contexts: 0 is a server, 1 the bot's direct messages. */
    List<Integer> contexts() {
      return switch (this) {
        case ANYWHERE -> List.of(0, 1);
        case SERVERS -> List.of(0);
      };
    }
  }

  /** What stands behind a command's name. */
  public sealed interface Shape {
    Wording wording();

    default String name() {
      return wording().typed();
    }
  }

  /** A command that is run by its own name. */
  public record Plain(Action action) implements Shape {
    @Override
    public Wording wording() {
      return action.wording();
    }
  }

  /** A command that has subcommands, some of them in groups. */
  public record Parent(Wording wording, List<Action> subcommands, List<Group> groups)
      implements Shape {
    public Parent {
      subcommands = List.copyOf(subcommands);
      groups = List.copyOf(groups);
    }
  }

  /** Subcommands under a common word. */
  public record Group(Wording wording, List<Action> subcommands) {
    public Group {
      subcommands = List.copyOf(subcommands);
    }
  }

  /** A command for everybody that can be used anywhere. */
  public static SlashCommand anywhere(Action action) {
    return new SlashCommand(new Plain(action), Place.ANYWHERE, Optional.empty());
  }

  /** A command for everybody that needs a server. */
  public static SlashCommand inServers(Action action) {
    return new SlashCommand(new Plain(action), Place.SERVERS, Optional.empty());
  }

  /** A command that needs a server and, by default, a permission there. */
  public static SlashCommand inServers(Shape shape, Permission permission) {
    return new SlashCommand(shape, Place.SERVERS, Optional.of(permission));
  }

  /** Everything of this command that can be run, by its full name. */
  Map<CommandPath, Action> actions() {
    Map<CommandPath, Action> actions = new TreeMap<>(CommandPath.BY_NAME);
    switch (shape) {
      case Plain plain -> actions.put(CommandPath.of(plain.name()), plain.action());
      case Parent parent -> {
        parent.subcommands().forEach(sub -> actions.put(path(parent, Optional.empty(), sub), sub));
        for (Group group : parent.groups()) {
          group
              .subcommands()
              .forEach(
                  sub -> actions.put(path(parent, Optional.of(group.wording().typed()), sub), sub));
        }
      }
    }
    return actions;
  }

  private static CommandPath path(Parent parent, Optional<String> group, Action subcommand) {
    return new CommandPath(parent.name(), group, Optional.of(subcommand.name()));
  }

  /** What Discord is told of this command. */
  ObjectNode definition() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", CHAT_INPUT);
    shape.wording().write(node);
    switch (shape) {
      case Plain plain -> plain.action().writeOptions(node);
      case Parent parent -> writeSubcommands(parent, node.putArray("options"));
    }
    node.putArray("integration_types").add(IN_SERVERS);
    ArrayNode contexts = node.putArray("contexts");
    place.contexts().forEach(contexts::add);
    permission.ifPresent(needed -> node.put("default_member_permissions", needed.wireForm()));
    return node;
  }

  private static void writeSubcommands(Parent parent, ArrayNode into) {
    parent.subcommands().forEach(sub -> writeSubcommand(sub, into));
    for (Group group : parent.groups()) {
      ObjectNode node = into.addObject().put("type", SUBCOMMAND_GROUP);
      group.wording().write(node);
      ArrayNode options = node.putArray("options");
      group.subcommands().forEach(sub -> writeSubcommand(sub, options));
    }
  }

  private static void writeSubcommand(Action subcommand, ArrayNode into) {
    ObjectNode node = into.addObject().put("type", SUBCOMMAND);
    subcommand.wording().write(node);
    subcommand.writeOptions(node);
  }
}
