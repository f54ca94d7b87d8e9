/**
 * Who is in the database that is measured: servers and members without number, the same in every
 * run.
 *
 * <p>Seeds and knows their ids; measures nothing.
 */
@NullMarked
package net.prosperitybot.bench.population;

import org.jspecify.annotations.NullMarked;
