/**
 * The bots that run in this process, the main one and branded ones alike: each with its session,
 * its delivery and its jobs, all on what the process shares.
 *
 * <p>Does not decide which bots run.
 */
@NullMarked
package net.prosperitybot.events.bots;

import org.jspecify.annotations.NullMarked;
