package net.prosperitybot.common.alerts;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing to look at.
 *
 * @param trouble what is wrong just now, as a sentence; empty when nothing is. May block for a few
 *     seconds; when it throws, nothing is known
 */
public record Watch(Alert alert, Supplier<Optional<String>> trouble) {}
