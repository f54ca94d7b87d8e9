/**
 * The whole product on one machine: an embedded database, the local Discord, the worker and the
 * events service, for people to try and for a scripted check.
 *
 * <p>The services run as processes from their own jars, as they do in production; nothing here
 * reaches into them.
 */
@NullMarked
package net.prosperitybot.demo;

import org.jspecify.annotations.NullMarked;
