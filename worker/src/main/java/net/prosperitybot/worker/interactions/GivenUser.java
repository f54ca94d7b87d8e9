package net.prosperitybot.worker.interactions;

import net.prosperitybot.common.members.UserName;

/**
 * A user that an option names, with what Discord sent about them.
 *
 * @param name the name shown in that place: the server's nickname, else the display name
 * @param bot true for applications' users
 * @param inServer whether they are a member right now
 * @param userName what they are called everywhere
 */
public record GivenUser(
    long userId, String name, boolean bot, boolean inServer, UserName userName) {}
