package net.prosperitybot.worker.interactions;

/**
 * A user that an option names, with what Discord sent about them.
 *
 * @param name the name shown in that place: the server's nickname, else the display name
 * @param bot true for applications' users
 */
public record GivenUser(long userId, String name, boolean bot) {}
