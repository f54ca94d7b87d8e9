/**
 * What Discord's client and server do when a person uses a command, a button, a menu or a modal:
 * decide, sign, deliver, wait three seconds, show the answer.
 *
 * <p>Works on the world; knows no REST route. Nothing here decides what a bot answers.
 */
@NullMarked
package net.prosperitybot.simulator.interactions;

import org.jspecify.annotations.NullMarked;
