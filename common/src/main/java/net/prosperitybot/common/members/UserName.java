package net.prosperitybot.common.members;

/**
 * What a user is called.
 *
 * @param userId the user
 * @param username the unique name
 * @param displayName what others see: the global name, else the username
 */
public record UserName(long userId, String username, String displayName) {}
