package net.prosperitybot.worker.discord;

import java.util.Optional;

/** What Discord says about the application that owns a token. */
public record ApplicationInfo(long id, String botName, Optional<String> avatarUrl) {}
