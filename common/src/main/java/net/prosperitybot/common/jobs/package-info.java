/**
 * Bulk work that outlives the process that began it: claims, cursors, counts, and where progress is
 * shown.
 *
 * <p>Knows the kinds of work by name only; what they do is the events service's business.
 */
@NullMarked
package net.prosperitybot.common.jobs;

import org.jspecify.annotations.NullMarked;
