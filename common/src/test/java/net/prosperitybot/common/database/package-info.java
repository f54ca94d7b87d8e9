/** Tests of what needs no server. */
@NullMarked
package net.prosperitybot.common.database;

import org.jspecify.annotations.NullMarked;
