/**
 * A server's levelling in a file, to be kept or taken to another installation: its format, writing
 * one, and reading one back.
 *
 * <p>Only what belongs to the server and its members: no token, no premium, no branded bot, nothing
 * of what an installation does with a server.
 */
@NullMarked
package net.prosperitybot.common.serverfiles;

import org.jspecify.annotations.NullMarked;
