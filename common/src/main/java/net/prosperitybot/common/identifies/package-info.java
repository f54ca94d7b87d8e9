/**
 * How often and how soon bots may identify at Discord's gateway, over all processes.
 *
 * <p>Only counts and spaces; who identifies does so elsewhere.
 */
@NullMarked
package net.prosperitybot.common.identifies;

import org.jspecify.annotations.NullMarked;
