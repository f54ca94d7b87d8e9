package net.prosperitybot.worker.replies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.prosperitybot.worker.bots.ServingBot;

/**
 * A framed block of a message. Longer texts than Discord takes are cut when it is written.
 *
 * @param title plain text above; may be empty
 * @param description markdown; may be empty
 * @param fields named values, 25 at most are shown
 * @param colour of the bar at the side, 0xRRGGBB
 * @param footer the name of the bot that answers
 */
public record Embed(
    String title, String description, List<Field> fields, OptionalInt colour, Footer footer) {

  public Embed {
    fields = List.copyOf(fields);
  }

  /** A named value; neither part may be blank. Inline fields stand beside each other. */
  public record Field(String name, String value, boolean inline) {
    public Field {
      if (name.isBlank() || value.isBlank()) {
        throw new IllegalArgumentException("A field needs a name and a value");
      }
    }
  }

  /** The small line below. */
  public record Footer(String text, Optional<String> iconUrl) {}

  /** Starts an embed that carries the mark of the bot that answers, and of no other. */
  public static Builder by(ServingBot bot) {
    return new Builder(new Footer(bot.name(), bot.avatarUrl()));
  }

  /** Collects an embed's parts. */
  public static final class Builder {
    private final Footer footer;
    private final List<Field> fields = new ArrayList<>();
    private String title = "";
    private String description = "";

    private Builder(Footer footer) {
      this.footer = footer;
    }

    public Builder title(String text) {
      title = text;
      return this;
    }

    public Builder description(String text) {
      description = text;
      return this;
    }

    /** Adds a field that stands beside its neighbours. */
    public Builder field(String name, String value) {
      fields.add(new Field(name, value, true));
      return this;
    }

    /** Adds a field that has the whole width. */
    public Builder wideField(String name, String value) {
      fields.add(new Field(name, value, false));
      return this;
    }

    /** The same with a line above the bot's name in the footer, such as a page number. */
    public Embed withFooterLine(String line) {
      return build(new Footer(line + " · " + footer.text(), footer.iconUrl()));
    }

    public Embed build() {
      return build(footer);
    }

    private Embed build(Footer withFooter) {
      return new Embed(title, description, fields, OptionalInt.of(COLOUR), withFooter);
    }
  }

  private static final int COLOUR = 0x4F6BED;
}
