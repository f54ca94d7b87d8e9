/**
 * The level curve, what a member holds, and the ledger that every change of XP goes through.
 *
 * <p>Decides and writes XP; knows neither the gateway nor a reply.
 */
@NullMarked
package net.prosperitybot.common.levelling;

import org.jspecify.annotations.NullMarked;
