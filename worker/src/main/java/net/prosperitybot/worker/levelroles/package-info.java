/**
 * The /levelroles command: which role is given at which level.
 *
 * <p>Refuses what can never work, keeps the rules and asks for the jobs; the events service gives
 * the roles.
 */
@NullMarked
package net.prosperitybot.worker.levelroles;

import org.jspecify.annotations.NullMarked;
