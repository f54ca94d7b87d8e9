/** Tests of what the owner is told by a worker. */
@NullMarked
package net.prosperitybot.worker.owner;

import org.jspecify.annotations.NullMarked;
