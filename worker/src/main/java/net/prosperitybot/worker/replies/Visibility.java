package net.prosperitybot.worker.replies;

/** Who sees a message of ours: everybody in the channel, or only who called ("ephemeral"). */
public enum Visibility {
  PUBLIC,
  PRIVATE
}
