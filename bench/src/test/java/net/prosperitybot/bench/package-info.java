/** Tests of the benchmark: its arithmetic, and that every row runs. */
@NullMarked
package net.prosperitybot.bench;

import org.jspecify.annotations.NullMarked;
