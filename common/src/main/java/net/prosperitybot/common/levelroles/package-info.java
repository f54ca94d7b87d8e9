/**
 * Which roles go with which level: the plan that makes a member's roles right, the members whom a
 * level concerns, and asking for the job that looks at them.
 *
 * <p>Decides and reads and writes the database; whoever talks to Discord carries it out.
 */
@NullMarked
package net.prosperitybot.common.levelroles;

import org.jspecify.annotations.NullMarked;
