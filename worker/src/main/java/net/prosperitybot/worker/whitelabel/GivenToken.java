package net.prosperitybot.worker.whitelabel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.discord.Snowflake;

/**
 * What looks like a bot's token; whether it is one, Discord says.
 *
 * @param applicationId the bot's, as the token itself says
 */
record GivenToken(Secret token, long applicationId) {
  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z0-9_-]{18,40})\\.[A-Za-z0-9_-]{4,12}\\.[A-Za-z0-9_-]{20,100}");
  private static final Pattern PREFIX = Pattern.compile("(?i)^\\s*[\"'`]*\\s*bot\\s+");
  private static final Pattern AROUND = Pattern.compile("[\\s\"'`]");

  /** Reads what was typed or pasted, with {@code Bot } before it, quotes or spaces, or without. */
  static Optional<GivenToken> parse(String typed) {
    String clean = AROUND.matcher(PREFIX.matcher(typed).replaceFirst("")).replaceAll("");
    Matcher shape = SHAPE.matcher(clean);
    if (!shape.matches()) {
      return Optional.empty();
    }
    try {
      byte[] id = Base64.getUrlDecoder().decode(shape.group(1));
      long applicationId = Snowflake.parse(new String(id, StandardCharsets.US_ASCII));
      return Optional.of(new GivenToken(new Secret(clean), applicationId));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
