package net.prosperitybot.worker.commands;

import net.prosperitybot.worker.replies.Reply;

/** Answers a command. May take its time; an expected "no" is a reply, a fault an exception. */
@FunctionalInterface
public interface CommandHandler {
  Reply answer(CommandCall call);
}
