package net.prosperitybot.worker.replies;

import java.util.List;

/** What a handler answers; how it travels is decided elsewhere. */
public sealed interface Reply {

  /** A new message. */
  record Message(Visibility visibility, MessageBody body) implements Reply {}

  /** The message whose component was used becomes this. */
  record UpdateMessage(MessageBody body) implements Reply {}

  /** A form opens. Only ever a first answer, so nothing slow may come before it. */
  record OpenModal(Modal modal) implements Reply {}

  /** Suggestions for the option being typed; Discord shows 25 at most. */
  record AutocompleteChoices(List<Choice> choices) implements Reply {
    public AutocompleteChoices {
      choices = List.copyOf(choices);
    }
  }

  /** A text choice: {@code name} is shown, {@code value} is sent back. */
  record Choice(String name, String value) {}

  /** A message for everybody. */
  static Reply publicly(MessageBody body) {
    return new Message(Visibility.PUBLIC, body);
  }

  /** A message for the caller only. */
  static Reply privately(MessageBody body) {
    return new Message(Visibility.PRIVATE, body);
  }

  /** Words for the caller only: how an expected "no" is said. */
  static Reply privately(String words) {
    return privately(MessageBody.text(words));
  }
}
