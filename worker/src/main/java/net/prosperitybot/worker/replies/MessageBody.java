package net.prosperitybot.worker.replies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message's content. Pings nobody, whatever its text says.
 *
 * @param text plain text, 2000 characters at most are sent; may be empty when there is an embed
 * @param embed a framed block
 * @param rows rows of components, 5 at most
 */
public record MessageBody(String text, Optional<Embed> embed, List<ComponentRow> rows) {
  private static final int MOST_ROWS = 5;

  public MessageBody {
    rows = List.copyOf(rows);
    if (text.isBlank() && embed.isEmpty()) {
      throw new IllegalArgumentException("A message needs a text or an embed");
    }
    if (rows.size() > MOST_ROWS) {
      throw new IllegalArgumentException("A message has at most " + MOST_ROWS + " rows");
    }
  }

  public static MessageBody text(String text) {
    return new MessageBody(text, Optional.empty(), List.of());
  }

  public static MessageBody of(Embed embed) {
    return new MessageBody("", Optional.of(embed), List.of());
  }

  /** The same with one more row underneath. */
  public MessageBody with(ComponentRow row) {
    List<ComponentRow> more = new ArrayList<>(rows);
    more.add(row);
    return new MessageBody(text, embed, more);
  }
}
