package net.prosperitybot.demo;

import static net.prosperitybot.common.database.schema.Tables.GUILDS;

import java.util.Map;
import java.util.Objects;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;

/** The last part of the scenario: Mara buys premium and lets a bot of her own serve. */
final class WhitelabelScene {
  private final LocalWorld world;
  private final DemoServer demo;
  private final Stage stage;
  private final Transcript transcript;
  private final LocalMember mara;
  private final LocalMember cleo;
  private final LocalApplication own;

  WhitelabelScene(LocalWorld world, DemoServer demo, Stage stage, Transcript transcript) {
    this.world = world;
    this.demo = demo;
    this.stage = stage;
    this.transcript = transcript;
    this.mara = demo.server().owner();
    this.cleo = demo.member("Cleo");
    this.own = world.discord().createApplication("Rivermate", mara.user());
  }

  void play() {
    maraSetsABotOfHerOwnUp();
    herBotTellsALevelUp();
  }

  private void maraSetsABotOfHerOwnUp() {
    transcript.step("Mara buys premium and sets up a bot of her own");
    mara.user().buy(world.premium());
    Invocation form = stage.ask(mara, "/whitelabel setup");
    transcript.check("a form asks for the token", form.await().modal().isPresent());
    InvocationResult answer =
        stage.answer("The form", mara.submit(form, Map.of("token", own.token())));
    String words = Stage.text(answer);
    transcript.check("the bot is set up", words.contains("**Rivermate** is set up"));
    transcript.check("and its token not shown", !words.contains(own.token()));
    world.invite(own, demo.server());
    stage.awaitUntil(this::serves);
    transcript.check("it serves her server", serves());
  }

  private boolean serves() {
    return Objects.equals(
        own.id(),
        stage
            .database()
            .dsl()
            .select(GUILDS.SERVING_BOT_ID)
            .from(GUILDS)
            .where(GUILDS.ID.eq(demo.server().id()))
            .fetchSingle()
            .value1());
  }

  private void herBotTellsALevelUp() {
    int next = stage.level(cleo) + 1;
    transcript.step("Cleo talks until level " + next + ", and Mara's bot tells of it");
    stage.talkUntilLevel(cleo, next);
    stage.awaitUntil(() -> notices(next) == 1);
    transcript.answered(
        demo.general().messages().stream()
            .filter(message -> tellsOf(message, next))
            .findFirst()
            .orElseThrow());
    transcript.check("it is her bot's, told once", notices(next) == 1);
  }

  private long notices(int level) {
    return demo.general().messages().stream().filter(message -> tellsOf(message, level)).count();
  }

  private boolean tellsOf(LocalMessage message, int level) {
    return message.authorId() == own.id() && message.content().contains("level " + level);
  }
}
