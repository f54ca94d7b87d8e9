/**
 * What the owner of an installation is told by direct message: that something is wrong, and that it
 * is over.
 *
 * <p>When to tell, and in which words. How a service sees its troubles, and how it writes to
 * Discord, is its own.
 */
@NullMarked
package net.prosperitybot.common.alerts;

import org.jspecify.annotations.NullMarked;
