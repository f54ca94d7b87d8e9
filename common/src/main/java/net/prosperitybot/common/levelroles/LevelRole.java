package net.prosperitybot.common.levelroles;

/** A role that a server gives at a level, 1 to 1000. */
public record LevelRole(long roleId, int level) {}
