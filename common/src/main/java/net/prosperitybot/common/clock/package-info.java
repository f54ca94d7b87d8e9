/**
 * A clock for how long things take, which nobody can set.
 *
 * <p>What is stored or compared between processes goes by the database's clock, and what Discord
 * says by the ids that it gives: neither is here.
 */
@NullMarked
package net.prosperitybot.common.clock;

import org.jspecify.annotations.NullMarked;
