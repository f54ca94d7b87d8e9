/**
 * How many ranked members a server has at each height of XP: what ranks and pages are read from.
 *
 * <p>Counts, and changes counts in the transaction of whoever changes a member; knows no ranks, no
 * pages and no awards.
 */
@NullMarked
package net.prosperitybot.common.rankcounts;

import org.jspecify.annotations.NullMarked;
