package net.prosperitybot.common.config;

/**
 * A value that must never be seen: a token, a password.
 *
 * <p>Printing it prints stars; only {@link #reveal()} gives the value, at the one place that needs
 * it.
 */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The value itself. Never log what this returns. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "****";
  }
}
