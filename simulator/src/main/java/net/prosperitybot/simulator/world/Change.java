package net.prosperitybot.simulator.world;

/**
 * Something in the world is not as it was; for pages and tests, which then look for themselves.
 *
 * @param guildId the server; 0 when none is concerned
 * @param channelId the channel; 0 when none is concerned
 * @param subjectId the message, user, role or application; 0 when none is concerned
 */
public record Change(Kind kind, long guildId, long channelId, long subjectId) {
  /** What changed. */
  public enum Kind {
    SERVER,
    CHANNEL,
    ROLE,
    MEMBER,
    MEMBER_GONE,
    MESSAGE,
    MESSAGE_GONE,
    APPLICATION,
    COMMANDS,
    TYPING
  }

  /** Hears of every change, under the world's lock: keep it short and never call back. */
  @FunctionalInterface
  public interface Listener {
    void changed(Change change);
  }
}
