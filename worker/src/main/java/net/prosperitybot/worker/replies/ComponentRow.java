package net.prosperitybot.worker.replies;

/** One row under a message: some buttons, one menu, or an offer. */
public sealed interface ComponentRow permits ButtonRow, ChoiceMenu, ChannelMenu, PremiumOffer {}
