package net.prosperitybot.worker.answers;

import java.util.List;
import net.prosperitybot.worker.commands.Task;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.Visibility;

/** A call to Discord that brings a late reply to its place. */
sealed interface FollowUp {

  /** The deferred answer, or the component's message, becomes this. */
  record EditOriginal(MessageBody body) implements FollowUp {}

  /** The deferred answer goes. */
  record DeleteOriginal() implements FollowUp {}

  /** A further message. */
  record Post(Reply.Message message) implements FollowUp {}

  /** What brings this reply to its place, given what was answered in time. */
  static List<FollowUp> plan(Task.WhenLate answered, Reply reply) {
    return switch (reply) {
      case Reply.Message message -> plan(answered, message);
      case Reply.UpdateMessage update -> List.of(new EditOriginal(update.body()));
      // A modal can only be a first answer; the user has to start over.
      case Reply.OpenModal open -> plan(answered, tooLate());
      case Reply.AutocompleteChoices none -> List.of();
    };
  }

  private static List<FollowUp> plan(Task.WhenLate answered, Reply.Message message) {
    return switch (answered) {
      case PRIVATE_MESSAGE -> List.of(new EditOriginal(message.body()));
      // Discord fixes who sees a message when it is deferred; what is private must be a new one.
      case PUBLIC_MESSAGE ->
          message.visibility() == Visibility.PUBLIC
              ? List.of(new EditOriginal(message.body()))
              : List.of(new DeleteOriginal(), new Post(message));
      case UPDATE -> List.of(new Post(message));
      case NOTHING -> List.of();
    };
  }

  private static Reply.Message tooLate() {
    return new Reply.Message(
        Visibility.PRIVATE, MessageBody.text("That took too long. Please try again."));
  }
}
