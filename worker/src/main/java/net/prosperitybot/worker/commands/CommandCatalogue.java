package net.prosperitybot.worker.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.prosperitybot.worker.interactions.CommandPath;
import net.prosperitybot.worker.interactions.Interaction;
import net.prosperitybot.worker.interactions.MalformedInteractionException;
import net.prosperitybot.worker.replies.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All features together: what Discord is told, and what is run for which interaction. */
public final class CommandCatalogue {
  private static final String UNKNOWN = "unknown";
  private static final Reply UNKNOWN_COMMAND =
      Reply.privately("I don't know this command. It may have changed; please try again soon.");
  private static final Reply CHANGED_COMMAND =
      Reply.privately("This command has changed just now. Please try it again in a moment.");
  private static final Reply UNKNOWN_COMPONENT =
      Reply.privately("This message is from an older version. Please run the command again.");

  private static final Logger log = LoggerFactory.getLogger(CommandCatalogue.class);

  private final List<SlashCommand> commands;
  private final Map<CommandPath, Action> actions = new HashMap<>();
  private final List<ComponentRoute> components;
  private final List<ModalRoute> modals;

  /**
   * @throws IllegalArgumentException when two features claim the same command
   */
  public CommandCatalogue(List<Feature> features) {
    this.commands = features.stream().flatMap(feature -> feature.commands().stream()).toList();
    this.components = features.stream().flatMap(feature -> feature.components().stream()).toList();
    this.modals = features.stream().flatMap(feature -> feature.modals().stream()).toList();
    for (SlashCommand command : commands) {
      command.actions().forEach(this::add);
    }
  }

  private void add(CommandPath path, Action action) {
    if (actions.put(path, action) != null) {
      throw new IllegalArgumentException("Two commands are called " + path);
    }
  }

  /** The body of Discord's bulk overwrite: every command that there is. */
  public ArrayNode definition() {
    ArrayNode definition = JsonNodeFactory.instance.arrayNode();
    commands.forEach(command -> definition.add(command.definition()));
    return definition;
  }

  /** What is to be run for a call; for what is not known, friendly words. */
  public Task taskFor(Interaction.Call call) {
    return switch (call) {
      case Interaction.Command command -> task(command);
      case Interaction.Component component -> task(component);
      case Interaction.ModalSubmit form -> task(form);
      case Interaction.Autocomplete typing ->
          new Task(
              actions.containsKey(typing.path()) ? typing.path().toString() : UNKNOWN,
              Task.WhenLate.NOTHING,
              () -> new Reply.AutocompleteChoices(List.of()));
    };
  }

  private Task task(Interaction.Command command) {
    Action action = actions.get(command.path());
    if (action == null) {
      return new Task(UNKNOWN, Task.WhenLate.PRIVATE_MESSAGE, () -> UNKNOWN_COMMAND);
    }
    CommandCall call = new CommandCall(command.origin(), command.options());
    return new Task(
        command.path().toString(),
        switch (action.whenLate()) {
          case PUBLIC -> Task.WhenLate.PUBLIC_MESSAGE;
          case PRIVATE -> Task.WhenLate.PRIVATE_MESSAGE;
        },
        () -> unlessOutdated(() -> action.handler().answer(call), CHANGED_COMMAND));
  }

  private Task task(Interaction.Component component) {
    return components.stream()
        .flatMap(route -> task(route, component).stream())
        .findFirst()
        .orElseGet(() -> new Task(UNKNOWN, Task.WhenLate.UPDATE, () -> UNKNOWN_COMPONENT));
  }

  private static Optional<Task> task(ComponentRoute route, Interaction.Component component) {
    return route
        .id()
        .match(component.customId())
        .map(
            variables ->
                new Task(
                    route.id().toString(),
                    Task.WhenLate.UPDATE,
                    () ->
                        unlessOutdated(
                            () -> route.handler().answer(component, variables),
                            UNKNOWN_COMPONENT)));
  }

  private Task task(Interaction.ModalSubmit form) {
    return modals.stream()
        .flatMap(route -> task(route, form).stream())
        .findFirst()
        .orElseGet(() -> new Task(UNKNOWN, Task.WhenLate.PRIVATE_MESSAGE, () -> UNKNOWN_COMPONENT));
  }

  private static Optional<Task> task(ModalRoute route, Interaction.ModalSubmit form) {
    return route
        .id()
        .match(form.customId())
        .map(
            variables ->
                new Task(
                    route.id().toString(),
                    Task.WhenLate.PRIVATE_MESSAGE,
                    () ->
                        unlessOutdated(
                            () -> route.handler().answer(form, variables), UNKNOWN_COMPONENT)));
  }

  /** What does not keep to the definition is no fault of ours, nor of whoever called. */
  private static Reply unlessOutdated(Supplier<Reply> work, Reply otherwise) {
    try {
      return work.get();
    } catch (OutdatedCallException | MalformedInteractionException e) {
      log.info("A call does not keep to the command's definition: {}", e.getMessage());
      return otherwise;
    }
  }
}
