/**
 * Which processes of ours run, as they say themselves.
 *
 * <p>Only signs of life; leases lie with what is leased.
 */
@NullMarked
package net.prosperitybot.common.instances;

import org.jspecify.annotations.NullMarked;
