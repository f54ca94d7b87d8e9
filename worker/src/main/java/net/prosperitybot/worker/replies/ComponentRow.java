package net.prosperitybot.worker.replies;

/** One row under a message: some buttons, or one menu. */
public sealed interface ComponentRow permits ButtonRow, ChoiceMenu, ChannelMenu {}
