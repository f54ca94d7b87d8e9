package net.prosperitybot.worker.commands;

import java.util.OptionalLong;
import net.prosperitybot.worker.replies.Reply;

/** Answers a command. May take its time; an expected "no" is a reply, a fault an exception. */
@FunctionalInterface
public interface CommandHandler {
  Reply answer(CommandCall call);

  /** Answers a command that was run in a server. */
  @FunctionalInterface
  interface InServer {
    Reply answer(CommandCall call, long guildId);
  }

  /** A handler for servers; elsewhere the caller is told that the command needs one. */
  static CommandHandler inServer(InServer handler) {
    return call -> {
      OptionalLong guild = call.origin().guildId();
      return guild.isEmpty()
          ? Reply.privately("This command needs a server.")
          : handler.answer(call, guild.getAsLong());
    };
  }
}
