package net.prosperitybot.worker.interactions;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command's full name: {@code /ignore channels add} has a group and a subcommand. */
public record CommandPath(String command, Optional<String> group, Optional<String> subcommand) {

  /** By the full name as it is typed. */
  public static final Comparator<CommandPath> BY_NAME = Comparator.comparing(CommandPath::toString);

  /** A command without subcommands. */
  public static CommandPath of(String command) {
    return new CommandPath(command, Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    return Stream.of(Optional.of(command), group, subcommand)
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }
}
