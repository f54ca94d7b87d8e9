/**
 * The local database: a real MariaDB on loopback out of Maven Central's artifacts, and the choice
 * of the database that the tests run on.
 *
 * <p>For the demo, the tests and the benchmark; no service sees it.
 */
@NullMarked
package net.prosperitybot.localdb;

import org.jspecify.annotations.NullMarked;
