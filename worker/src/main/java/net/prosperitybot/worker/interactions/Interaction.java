package net.prosperitybot.worker.interactions;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What Discord asks of us, one type for each kind. */
public sealed interface Interaction {

  /** Is the endpoint there? */
  record Ping() implements Interaction {}

  /** Whatever a user did; has an origin and wants an answer. */
  sealed interface Call extends Interaction {
    Origin origin();
  }

  /** A slash command was run. */
  record Command(Origin origin, CommandPath path, GivenOptions options) implements Call {}

  /** Text is being typed into the option {@code focused}; suggestions are wanted. */
  record Autocomplete(Origin origin, CommandPath path, GivenOptions options, String focused)
      implements Call {}

  /**
   * A button was clicked or something was chosen from a menu.
   *
   * @param messageOwner who ran the command that made the message, as Discord says; empty when the
   *     message is no answer to an interaction
   * @param values what was chosen; empty for a button
   * @param channels the channels that were chosen; empty unless the menu is one of channels
   */
  record Component(
      Origin origin,
      String customId,
      OptionalLong messageOwner,
      List<String> values,
      List<GivenChannel> channels)
      implements Call {
    public Component {
      values = List.copyOf(values);
      channels = List.copyOf(channels);
    }

    /**
     * The one value that was chosen.
     *
     * @throws MalformedInteractionException when there is none
     */
    public String chosen() {
      return first(values);
    }

    /**
     * The one channel that was chosen.
     *
     * @throws MalformedInteractionException when there is none
     */
    public GivenChannel chosenChannel() {
      return first(channels);
    }

    private static <T> T first(List<T> chosen) {
      return chosen.stream()
          .findFirst()
          .orElseThrow(() -> new MalformedInteractionException("Nothing was chosen"));
    }
  }

  /** A form was sent; {@code fields} holds each text input's value by its custom id. */
  record ModalSubmit(Origin origin, String customId, Map<String, String> fields) implements Call {
    public ModalSubmit {
      fields = Map.copyOf(fields);
    }

    /** Without what was typed: a token may be among it. */
    @Override
    public String toString() {
      return "ModalSubmit[" + customId + " with " + fields.keySet() + "]";
    }
  }
}
