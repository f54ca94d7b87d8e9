package net.prosperitybot.worker.registration;

import java.util.OptionalLong;

/**
 * Whose commands, and where.
 *
 * @param guildId the one server that they are registered in; 0 for all servers
 */
record RegistrationKey(long botId, long guildId) {

  /** Its commands in all servers. */
  static RegistrationKey everywhere(long botId) {
    return new RegistrationKey(botId, 0);
  }

  OptionalLong guild() {
    return guildId == 0 ? OptionalLong.empty() : OptionalLong.of(guildId);
  }
}
