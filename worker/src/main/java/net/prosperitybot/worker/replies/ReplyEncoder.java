package net.prosperitybot.worker.replies;

import static net.prosperitybot.worker.replies.Limits.cut;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Writes replies as Discord reads them, within its limits.
 *
 * <p>Every message says explicitly that nobody is pinged: text from people may be in it.
 *
 * <p>Source: Discord's developer documentation, "Interaction response structure".
 */
public final class ReplyEncoder {
  private static final int PONG = 1;
  private static final int MESSAGE = 4;
  private static final int DEFERRED_MESSAGE = 5;
  private static final int DEFERRED_UPDATE = 6;
  private static final int UPDATE = 7;
  private static final int AUTOCOMPLETE = 8;
  private static final int MODAL = 9;

  private static final int EPHEMERAL = 1 << 6;

  private static final int ROW = 1;
  private static final int BUTTON = 2;
  private static final int CHOICE_MENU = 3;
  private static final int TEXT_INPUT = 4;
  private static final int CHANNEL_MENU = 8;
  private static final int LABEL = 18;
  private static final int GREY_BUTTON = 2;
  private static final int PREMIUM_BUTTON = 6;
  private static final int SINGLE_LINE = 1;

  private final JsonNodeFactory json = JsonNodeFactory.instance;

  public ObjectNode pong() {
    return answer(PONG);
  }

  /** "Thinking…": the message follows within 15 minutes. */
  public ObjectNode deferredMessage(Visibility visibility) {
    ObjectNode answer = answer(DEFERRED_MESSAGE);
    if (visibility == Visibility.PRIVATE) {
      answer.putObject("data").put("flags", EPHEMERAL);
    }
    return answer;
  }

  /** Nothing changes for now: the edit follows within 15 minutes. */
  public ObjectNode deferredUpdate() {
    return answer(DEFERRED_UPDATE);
  }

  /** A reply as the first answer to an interaction. */
  public ObjectNode firstAnswer(Reply reply) {
    return switch (reply) {
      case Reply.Message message -> answer(MESSAGE).set("data", newMessage(message));
      case Reply.UpdateMessage update -> answer(UPDATE).set("data", edit(update.body()));
      case Reply.OpenModal open -> answer(MODAL).set("data", modal(open.modal()));
      case Reply.AutocompleteChoices choices ->
          answer(AUTOCOMPLETE).set("data", choices(choices.choices()));
    };
  }

  /** A message that is new: as a first answer or as a follow-up. */
  public ObjectNode newMessage(Reply.Message message) {
    ObjectNode data = json.objectNode();
    MessageBody body = message.body();
    if (!body.text().isBlank()) {
      data.put("content", cut(body.text(), Limits.TEXT));
    }
    if (body.embed().isPresent()) {
      data.putArray("embeds").add(embed(body.embed().get()));
    }
    if (!body.rows().isEmpty()) {
      data.set("components", rows(body.rows()));
    }
    if (message.visibility() == Visibility.PRIVATE) {
      data.put("flags", EPHEMERAL);
    }
    return pingingNobody(data);
  }

  /** A message that takes another's place: every part is written, so that no old part stays. */
  public ObjectNode edit(MessageBody body) {
    ObjectNode data = json.objectNode();
    data.put("content", cut(body.text(), Limits.TEXT));
    ArrayNode embeds = data.putArray("embeds");
    body.embed().ifPresent(embed -> embeds.add(embed(embed)));
    data.set("components", rows(body.rows()));
    return pingingNobody(data);
  }

  private ObjectNode answer(int type) {
    return json.objectNode().put("type", type);
  }

  private static ObjectNode pingingNobody(ObjectNode data) {
    data.putObject("allowed_mentions").putArray("parse");
    return data;
  }

  private ObjectNode embed(Embed embed) {
    Room room = new Room(Limits.EMBED_TOTAL);
    ObjectNode node = json.objectNode();
    node.putObject("footer").put("text", room.take(embed.footer().text(), Limits.EMBED_FOOTER));
    embed.footer().iconUrl().ifPresent(url -> node.withObject("/footer").put("icon_url", url));
    if (!embed.title().isBlank()) {
      node.put("title", room.take(embed.title(), Limits.EMBED_TITLE));
    }
    if (!embed.description().isBlank()) {
      node.put("description", room.take(embed.description(), Limits.EMBED_DESCRIPTION));
    }
    embed.colour().ifPresent(colour -> node.put("color", colour));
    fields(embed, room, node);
    return node;
  }

  /** Fields that no longer fit as a whole are left out: half a value misleads. */
  private static void fields(Embed embed, Room room, ObjectNode node) {
    for (Embed.Field field : embed.fields().stream().limit(Limits.EMBED_FIELDS).toList()) {
      String name = cut(field.name(), Limits.EMBED_FIELD_NAME);
      String value = cut(field.value(), Limits.EMBED_FIELD_VALUE);
      if (!room.has(name.length() + value.length())) {
        return;
      }
      node.withArray("fields")
          .addObject()
          .put("name", room.take(name, Limits.EMBED_FIELD_NAME))
          .put("value", room.take(value, Limits.EMBED_FIELD_VALUE))
          .put("inline", field.inline());
    }
  }

  /** What is left of the characters that all parts of an embed share. */
  private static final class Room {
    private int left;

    Room(int total) {
      this.left = total;
    }

    boolean has(int characters) {
      return characters <= left;
    }

    String take(String text, int most) {
      String taken = cut(text, Math.min(most, left));
      left -= taken.length();
      return taken;
    }
  }

  private ArrayNode rows(List<ComponentRow> rows) {
    ArrayNode nodes = json.arrayNode();
    for (ComponentRow row : rows) {
      ArrayNode parts = nodes.addObject().put("type", ROW).putArray("components");
      switch (row) {
        case ButtonRow buttons -> buttons.buttons().forEach(button -> parts.add(button(button)));
        case ChoiceMenu menu -> parts.add(menu(menu));
        case ChannelMenu menu -> parts.add(menu(menu));
        case PremiumOffer offer -> parts.add(offer(offer));
      }
    }
    return nodes;
  }

  private ObjectNode menu(ChoiceMenu menu) {
    ObjectNode node =
        json.objectNode()
            .put("type", CHOICE_MENU)
            .put("custom_id", menu.customId())
            .put("placeholder", cut(menu.placeholder(), Limits.PLACEHOLDER));
    ArrayNode entries = node.putArray("options");
    for (ChoiceMenu.Entry entry : menu.entries()) {
      entries
          .addObject()
          .put("label", cut(entry.label(), Limits.CHOICE))
          .put("value", entry.value())
          .put("description", cut(entry.description(), Limits.CHOICE))
          .put("default", entry.chosen());
    }
    return node;
  }

  private ObjectNode menu(ChannelMenu menu) {
    ObjectNode node =
        json.objectNode()
            .put("type", CHANNEL_MENU)
            .put("custom_id", menu.customId())
            .put("placeholder", cut(menu.placeholder(), Limits.PLACEHOLDER));
    ArrayNode kinds = node.putArray("channel_types");
    menu.kinds().stream().sorted().forEach(kind -> kinds.add(kind.number()));
    return node;
  }

  private ObjectNode button(Button button) {
    ObjectNode node =
        json.objectNode()
            .put("type", BUTTON)
            .put("style", GREY_BUTTON)
            .put("label", cut(button.label(), Limits.BUTTON_LABEL))
            .put("custom_id", button.customId());
    return button.enabled() ? node : node.put("disabled", true);
  }

  private ObjectNode offer(PremiumOffer offer) {
    return json.objectNode()
        .put("type", BUTTON)
        .put("style", PREMIUM_BUTTON)
        .put("sku_id", Long.toString(offer.skuId()));
  }

  private ObjectNode modal(Modal modal) {
    ObjectNode data =
        json.objectNode()
            .put("custom_id", modal.customId())
            .put("title", cut(modal.title(), Limits.MODAL_TITLE));
    ArrayNode labels = data.putArray("components");
    for (Modal.TextInput input : modal.inputs()) {
      ObjectNode label =
          labels
              .addObject()
              .put("type", LABEL)
              .put("label", cut(input.label(), Limits.MODAL_TITLE));
      input
          .description()
          .ifPresent(line -> label.put("description", cut(line, Limits.LABEL_DESCRIPTION)));
      label
          .putObject("component")
          .put("type", TEXT_INPUT)
          .put("custom_id", input.customId())
          .put("style", SINGLE_LINE)
          .put("required", input.required())
          .put("max_length", input.mostCharacters());
    }
    return data;
  }

  private ObjectNode choices(List<Reply.Choice> choices) {
    ObjectNode data = json.objectNode();
    ArrayNode nodes = data.putArray("choices");
    choices.stream()
        .limit(Limits.CHOICES)
        .forEach(
            choice ->
                nodes
                    .addObject()
                    .put("name", cut(choice.name(), Limits.CHOICE))
                    .put("value", choice.value()));
    return data;
  }
}
