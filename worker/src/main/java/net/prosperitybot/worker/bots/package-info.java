/**
 * Which bots this worker answers for: their keys and how they present themselves.
 *
 * <p>No token and no request; whoever asks gets a bot or nothing.
 */
@NullMarked
package net.prosperitybot.worker.bots;

import org.jspecify.annotations.NullMarked;
