/**
 * Servers' settings as the events service sees them: cached, and never old for long.
 *
 * <p>Only reads; who changes settings is the worker.
 */
@NullMarked
package net.prosperitybot.events.settings;

import org.jspecify.annotations.NullMarked;
