/** Tests of what a worker counts. */
@NullMarked
package net.prosperitybot.worker.metrics;

import org.jspecify.annotations.NullMarked;
