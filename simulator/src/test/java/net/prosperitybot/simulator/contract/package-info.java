/**
 * Discord's own OpenAPI document as a judge of what the local Discord and its clients say.
 *
 * <p>Used by the tests of every module that talks to Discord; only reads, starts nothing.
 */
@NullMarked
package net.prosperitybot.simulator.contract;

import org.jspecify.annotations.NullMarked;
