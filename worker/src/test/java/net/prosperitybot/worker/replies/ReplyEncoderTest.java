package net.prosperitybot.worker.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.discord.ChannelKind;
import org.junit.jupiter.api.Test;

class ReplyEncoderTest {
  private static final ServingBot BOT =
      new ServingBot(1, "Branded", Optional.of("https://cdn.discordapp.com/avatars/1/a.png"));

  private static final long GUILD = 4_000_000_000_000_000_001L;

  private final ReplyEncoder encoder = new ReplyEncoder();

  @Test
  void everyFormOfAnswerHasItsOwnShape() {
    assertEquals("{\"type\":1}", encoder.pong().toString());
    assertEquals(
        "{\"type\":4,\"data\":{\"content\":\"a\",\"allowed_mentions\":{\"parse\":[]}}}",
        encoder.firstAnswer(Reply.publicly(MessageBody.text("a"))).toString());
    assertEquals(
        "{\"type\":4,\"data\":{\"content\":\"a\",\"flags\":64,\"allowed_mentions\":{\"parse\":[]}}}",
        encoder.firstAnswer(Reply.privately("a")).toString());
    assertEquals("{\"type\":5}", encoder.deferredMessage(Visibility.PUBLIC).toString());
    assertEquals(
        "{\"type\":5,\"data\":{\"flags\":64}}",
        encoder.deferredMessage(Visibility.PRIVATE).toString());
    assertEquals("{\"type\":6}", encoder.deferredUpdate().toString());
    assertEquals(
        "{\"type\":7,\"data\":{\"content\":\"a\",\"embeds\":[],\"components\":[],"
            + "\"allowed_mentions\":{\"parse\":[]}}}",
        encoder.firstAnswer(new Reply.UpdateMessage(MessageBody.text("a"))).toString());
    assertEquals(
        "{\"type\":8,\"data\":{\"choices\":[{\"name\":\"n\",\"value\":\"v\"}]}}",
        encoder
            .firstAnswer(new Reply.AutocompleteChoices(List.of(new Reply.Choice("n", "v"))))
            .toString());
    Modal modal = new Modal("m", "T", List.of(new Modal.TextInput("i", "L", true, 10)));
    assertEquals(
        "{\"type\":9,\"data\":{\"custom_id\":\"m\",\"title\":\"T\",\"components\":[{\"type\":18,"
            + "\"label\":\"L\",\"component\":{\"type\":4,\"custom_id\":\"i\",\"style\":1,"
            + "\"required\":true,\"max_length\":10}}]}}",
        encoder.firstAnswer(new Reply.OpenModal(modal)).toString());
  }

  @Test
  void anOfferIsAButtonThatDiscordFillsIn() {
    assertEquals(
        "{\"content\":\"a\",\"components\":[{\"type\":1,\"components\":[{\"type\":2,\"style\":6,"
            + "\"sku_id\":\"77\"}]}],\"allowed_mentions\":{\"parse\":[]}}",
        encoder
            .newMessage(
                new Reply.Message(
                    Visibility.PUBLIC, MessageBody.text("a").with(new PremiumOffer(77))))
            .toString());
  }

  @Test
  void buttonsStandInARowUnderTheMessage() {
    MessageBody body =
        MessageBody.text("a")
            .with(ButtonRow.of(new Button("x/1", "X", true), new Button("x/2", "Y", false)));
    assertEquals(
        "[{\"type\":1,\"components\":["
            + "{\"type\":2,\"style\":2,\"label\":\"X\",\"custom_id\":\"x/1\"},"
            + "{\"type\":2,\"style\":2,\"label\":\"Y\",\"custom_id\":\"x/2\",\"disabled\":true}]}]",
        data(body).path("components").toString());
  }

  @Test
  void aMenuHasARowOfItsOwnBesideTheButtons() {
    MessageBody body =
        MessageBody.text("a")
            .with(
                new ChoiceMenu(
                    "m",
                    "P",
                    List.of(
                        new ChoiceMenu.Entry("v", "L", "D", true),
                        new ChoiceMenu.Entry("w", "M", "E", false))))
            .with(new ChannelMenu("c", "Q", Set.of(ChannelKind.ANNOUNCEMENT, ChannelKind.TEXT)))
            .with(ButtonRow.of(new Button("x", "X", true)));
    assertEquals(
        "[{\"type\":1,\"components\":[{\"type\":3,\"custom_id\":\"m\",\"placeholder\":\"P\","
            + "\"options\":["
            + "{\"label\":\"L\",\"value\":\"v\",\"description\":\"D\",\"default\":true},"
            + "{\"label\":\"M\",\"value\":\"w\",\"description\":\"E\",\"default\":false}]}]},"
            + "{\"type\":1,\"components\":[{\"type\":8,\"custom_id\":\"c\",\"placeholder\":\"Q\","
            + "\"channel_types\":[0,5]}]},"
            + "{\"type\":1,\"components\":["
            + "{\"type\":2,\"style\":2,\"label\":\"X\",\"custom_id\":\"x\"}]}]",
        data(body).path("components").toString());
  }

  @Test
  void aListThatDoesNotFitCountsWhatIsLeftOut() {
    List<String> entries = IntStream.range(0, 300).mapToObj(i -> "<#" + (GUILD + i) + ">").toList();
    assertEquals("a, b", FittingList.of(List.of("a", "b"), ", ", 10));
    String cut = FittingList.of(entries, ", ", 1000);
    assertTrue(cut.length() <= 1000 && cut.length() > 900, cut);
    long shown = cut.chars().filter(each -> each == '#').count();
    assertTrue(cut.endsWith(", and " + (300 - shown) + " more"), cut);
  }

  @Test
  void anEmbedCarriesTheMarkOfTheBotThatAnswersAndNoOther() {
    JsonNode embed = embed(Embed.by(BOT).title("T").description("D").field("N", "V").build());
    assertEquals(
        "{\"text\":\"Branded\",\"icon_url\":\"https://cdn.discordapp.com/avatars/1/a.png\"}",
        embed.path("footer").toString());
    assertEquals("T", embed.path("title").asText());
    assertEquals("D", embed.path("description").asText());
    assertEquals(
        "[{\"name\":\"N\",\"value\":\"V\",\"inline\":true}]", embed.path("fields").toString());
    JsonNode paged = embed(Embed.by(BOT).description("D").withFooterLine("Page 1 of 2"));
    assertEquals("Page 1 of 2 · Branded", paged.path("footer").path("text").asText());
  }

  @Test
  void textsThatAreTooLongAreCut() {
    String longText = "x".repeat(10_000);
    assertEquals(2000, data(MessageBody.text(longText)).path("content").asText().length());
    JsonNode embed = embed(Embed.by(BOT).title(longText).description(longText).build());
    assertEquals(256, embed.path("title").asText().length());
    assertEquals(4096, embed.path("description").asText().length());
    assertTrue(embed.path("description").asText().endsWith("x…"));
  }

  @Test
  void allPartsOfAnEmbedTogetherStayWithinSixThousandCharacters() {
    Embed.Builder builder = Embed.by(BOT).title("x".repeat(300)).description("x".repeat(5000));
    IntStream.range(0, 40).forEach(i -> builder.field("name " + i, "y".repeat(2000)));
    JsonNode embed = embed(builder.build());
    int total =
        embed.path("title").asText().length()
            + embed.path("description").asText().length()
            + embed.path("footer").path("text").asText().length();
    for (JsonNode field : embed.path("fields")) {
      assertEquals(1024, field.path("value").asText().length());
      total += field.path("name").asText().length() + field.path("value").asText().length();
    }
    assertTrue(total <= 6000 && total > 5000, "total " + total);
  }

  @Test
  void atMostTwentyFiveFieldsAndChoicesAreSent() {
    Embed.Builder builder = Embed.by(BOT);
    IntStream.range(0, 40).forEach(i -> builder.field("n", "v"));
    assertEquals(25, embed(builder.build()).path("fields").size());
    List<Reply.Choice> choices =
        IntStream.range(0, 40).mapToObj(i -> new Reply.Choice("n" + i, "v" + i)).toList();
    assertEquals(
        25,
        encoder
            .firstAnswer(new Reply.AutocompleteChoices(choices))
            .path("data")
            .path("choices")
            .size());
  }

  @Test
  void aCutNeverSplitsWhatAReaderSeesAsOneCharacter() {
    String family = "👩‍👩‍👧‍👦";
    assertEquals("ab…", Limits.cut("ab" + family, 8));
    assertEquals("a" + family + "…", Limits.cut("a" + family + family, 2 * family.length()));
    assertEquals("e\u0301…", Limits.cut("e\u0301e\u0301e\u0301", 4));
    assertEquals("abc", Limits.cut("abc", 3));
  }

  @Test
  void whatDiscordWouldRefuseCanNotBeBuilt() {
    assertThrows(IllegalArgumentException.class, () -> MessageBody.text(" "));
    assertThrows(IllegalArgumentException.class, () -> new Button("", "X", true));
    assertThrows(IllegalArgumentException.class, () -> new Button("x".repeat(101), "X", true));
    assertThrows(IllegalArgumentException.class, () -> new Button("x", " ", true));
    assertThrows(IllegalArgumentException.class, () -> Embed.by(BOT).field("", "v"));
    assertThrows(IllegalArgumentException.class, () -> Embed.by(BOT).field("n", ""));
    assertThrows(IllegalArgumentException.class, () -> ButtonRow.of());
    assertThrows(IllegalArgumentException.class, () -> new ChoiceMenu("m", "P", List.of()));
    ChoiceMenu.Entry chosen = new ChoiceMenu.Entry("v", "L", "D", true);
    assertThrows(
        IllegalArgumentException.class, () -> new ChoiceMenu("m", "P", List.of(chosen, chosen)));
    assertThrows(IllegalArgumentException.class, () -> new ChannelMenu("m", "P", Set.of()));
    assertThrows(IllegalArgumentException.class, () -> new Modal("m", "T", List.of()));
  }

  @Test
  void figuresAreGroupedByThousands() {
    assertEquals("0", Figures.grouped(0));
    assertEquals("999", Figures.grouped(999));
    assertEquals("1,000", Figures.grouped(1000));
    assertEquals("-999", Figures.grouped(-999));
    assertEquals("-1,000,000", Figures.grouped(-1_000_000));
    assertEquals("9,223,372,036,854,775,807", Figures.grouped(Long.MAX_VALUE));
  }

  private JsonNode data(MessageBody body) {
    return encoder.firstAnswer(Reply.publicly(body)).path("data");
  }

  private JsonNode embed(Embed embed) {
    return data(MessageBody.of(embed)).path("embeds").path(0);
  }
}
