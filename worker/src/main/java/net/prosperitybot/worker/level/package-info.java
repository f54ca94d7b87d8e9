/**
 * The /level command.
 *
 * <p>Reads a member's standing, shows it.
 */
@NullMarked
package net.prosperitybot.worker.level;

import org.jspecify.annotations.NullMarked;
