/**
 * What the owner of the installation is told by a worker.
 *
 * <p>What it looks at, and the way to the owner. When and how to tell is decided in {@code
 * common.alerts}.
 */
@NullMarked
package net.prosperitybot.worker.owner;

import org.jspecify.annotations.NullMarked;
