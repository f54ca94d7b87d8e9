/**
 * The figures of a day, and which days have been reported.
 *
 * <p>Reads other packages' tables, and writes its own alone. Words and ways to the owner are the
 * services'.
 */
@NullMarked
package net.prosperitybot.common.reports;

import org.jspecify.annotations.NullMarked;
