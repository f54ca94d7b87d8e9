/** What one verification costs, and whether tables and Bouncy Castle always agree. */
@NullMarked
package net.prosperitybot.bench.signatures;

import org.jspecify.annotations.NullMarked;
