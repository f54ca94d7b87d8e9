package net.prosperitybot.worker.bots;

import net.prosperitybot.worker.signatures.PublicKey;

/** A bot that this worker answers for, and the key that Discord signs its interactions with. */
public record RegisteredBot(ServingBot identity, PublicKey key) {}
