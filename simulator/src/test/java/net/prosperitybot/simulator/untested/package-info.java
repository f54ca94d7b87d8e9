/**
 * What a run could not test for want of a program on the machine.
 *
 * <p>For the tests of all modules; finds and starts nothing itself.
 */
@NullMarked
package net.prosperitybot.simulator.untested;

import org.jspecify.annotations.NullMarked;
