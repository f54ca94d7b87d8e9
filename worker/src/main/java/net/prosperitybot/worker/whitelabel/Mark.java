package net.prosperitybot.worker.whitelabel;

/** How a line begins. */
final class Mark {
  static final String DONE = "✅";

  /** Comes by itself. */
  static final String LATER = "⏳";

  /** Is for the owner to do. */
  static final String LEFT = "⚠️";

  private Mark() {}
}
