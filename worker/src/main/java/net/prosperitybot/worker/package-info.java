/**
 * The worker service: its configuration, its wiring and its life.
 *
 * <p>Only here are services made with {@code new}; every other package is handed what it needs.
 */
@NullMarked
package net.prosperitybot.worker;

import org.jspecify.annotations.NullMarked;
