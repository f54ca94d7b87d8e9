/**
 * Which roles go with which level, and the plan that makes a member's roles right.
 *
 * <p>Pure decisions; whoever talks to Discord carries them out.
 */
@NullMarked
package net.prosperitybot.common.levelroles;

import org.jspecify.annotations.NullMarked;
