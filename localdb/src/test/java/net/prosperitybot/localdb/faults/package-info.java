/**
 * Databases that fail on demand, for the tests of every module.
 *
 * <p>The server is always a real one; only the way to it is bent.
 */
@NullMarked
package net.prosperitybot.localdb.faults;

import org.jspecify.annotations.NullMarked;
