/**
 * The /settings command: how levelling behaves in a server, and all of it on one embed.
 *
 * <p>Writes settings; the events service obeys them within a second.
 */
@NullMarked
package net.prosperitybot.worker.settings;

import org.jspecify.annotations.NullMarked;
