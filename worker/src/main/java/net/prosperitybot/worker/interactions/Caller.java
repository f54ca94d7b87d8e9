package net.prosperitybot.worker.interactions;

/**
 * Who typed, clicked or submitted.
 *
 * @param userId the user's snowflake
 * @param name the name shown in that place: the server's nickname, else the display name
 */
public record Caller(long userId, String name) {}
