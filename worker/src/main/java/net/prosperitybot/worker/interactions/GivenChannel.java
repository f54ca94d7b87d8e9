package net.prosperitybot.worker.interactions;

import net.prosperitybot.worker.discord.ChannelKind;

/** A channel that an option or a menu names, with what Discord sent about it. */
public record GivenChannel(long id, ChannelKind kind) {}
