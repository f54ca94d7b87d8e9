/** How long the services take from their command to their first healthy answer. */
@NullMarked
package net.prosperitybot.bench.start;

import org.jspecify.annotations.NullMarked;
