package net.prosperitybot.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.entities.Activity;
import net.dv8tion.jda.api.entities.Entitlement;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.events.entitlement.GenericEntitlementEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import net.dv8tion.jda.api.utils.MemberCachePolicy;
import net.prosperitybot.simulator.contract.DiscordContract;
import net.prosperitybot.simulator.faults.Fault;
import net.prosperitybot.simulator.faults.FaultPlan;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult.State;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Permissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real JDA, gateway and REST, in a world of its own. */
class JdaIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private LocalDiscord discord;
  private LocalServer server;
  private LocalChannel general;
  private LocalMember ann;
  private LocalRole role;
  private LocalApplication bot;
  private ShardManager manager;
  private JDA jda;

  /** A bot that answers "ping", and a command with a button. */
  private static final class Answering extends ListenerAdapter {
    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
      if (event.getMessage().getContentRaw().equals("ping")) {
        event.getMessage().reply("pong").mentionRepliedUser(false).queue();
      }
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
      String who = event.getOption("user", "nobody", option -> option.getAsUser().getName());
      event
          .deferReply()
          .flatMap(
              hook ->
                  hook.editOriginal("hello " + who)
                      .setComponents(ActionRow.of(Button.primary("again", "Again"))))
          .queue();
    }

    @Override
    public void onButtonInteraction(ButtonInteractionEvent event) {
      event.editMessage("again").queue();
    }
  }

  @BeforeEach
  void start() {
    discord = LocalDiscord.start(Options.generous().withTraffic(traffic()));
    server = discord.createServer("Home");
    general = server.createTextChannel("general");
    server.createVoiceChannel("Voice");
    server.createForum("Forum").createThread("post", server.owner().user());
    server.createAnnouncementChannel("News");
    ann = server.join("ann");
    role = server.createRole("Regular");
    bot = discord.createApplication("Bot").grant(Intents.GUILD_MEMBERS | Intents.MESSAGE_CONTENT);
    bot.invite(server, Permissions.MANAGE_ROLES);
    manager = connect();
    discord.awaitUntil(SOON, () -> manager.getShards().stream().allMatch(JdaIT::ready));
    jda = Objects.requireNonNull(manager.getShardById(0));
  }

  private static boolean ready(JDA shard) {
    return shard.getStatus() == JDA.Status.CONNECTED;
  }

  private ShardManager connect() {
    String gatewayUrl = "ws://127.0.0.1:" + discord.port() + "/gateway";
    return DefaultShardManagerBuilder.createLight(
            bot.token(),
            GatewayIntent.GUILD_MESSAGES,
            GatewayIntent.MESSAGE_CONTENT,
            GatewayIntent.GUILD_MEMBERS)
        .setMemberCachePolicy(MemberCachePolicy.NONE)
        .setRestConfig(new RestConfig().setBaseUrl(discord.apiUrl()))
        .setSessionController(
            new ConcurrentSessionController() {
              @Override
              public String getGateway() {
                return gatewayUrl;
              }
            })
        .addEventListeners(new Answering())
        .build();
  }

  @AfterEach
  void stop() {
    manager.shutdown();
    discord.close();
    String problems =
        DiscordContract.find()
            .map(contract -> String.join("\n", contract.traffic(traffic())))
            .orElse("");
    assertEquals("", problems);
  }

  private Path traffic() {
    return folder.resolve("traffic.jsonl");
  }

  private Guild guild() {
    return Objects.requireNonNull(jda.getGuildById(server.id()));
  }

  private TextChannel channel() {
    return Objects.requireNonNull(jda.getTextChannelById(general.id()));
  }

  @Test
  void aMessageIsHeardAndAnswered() {
    ann.send(general, "ping");
    discord.awaitUntil(SOON, () -> general.messages().size() == 2);
    LocalMessage reply = general.lastMessage().orElseThrow();
    assertEquals("pong", reply.content());
    assertFalse(reply.pings(ann.user()));
  }

  @Test
  void rolesAreGivenAndTheOrderIsObeyed() {
    Member member = guild().retrieveMemberById(ann.id()).complete();
    guild()
        .addRoleToMember(member, Objects.requireNonNull(guild().getRoleById(role.id())))
        .complete();
    assertTrue(ann.has(role));
    assertEquals(1, discord.requests().matching("PUT", "/guilds/*/members/*/roles/*").size());
  }

  @Test
  void closedDirectMessagesAreToldByTheirOwnError() {
    ann.user().closeDirectMessages();
    ErrorResponseException refused =
        assertThrows(
            ErrorResponseException.class,
            () ->
                jda.openPrivateChannelById(ann.id())
                    .flatMap(direct -> direct.sendMessage("psst"))
                    .complete());
    assertEquals(ErrorResponse.CANNOT_SEND_TO_USER, refused.getErrorResponse());
    ann.user().openDirectMessages();
    jda.openPrivateChannelById(ann.id()).flatMap(direct -> direct.sendMessage("hi")).complete();
    assertEquals("hi", ann.user().directMessages(bot).getFirst().content());
  }

  @Test
  void messagesAreWrittenReadEditedAndDeleted() {
    Message message = channel().sendMessage("one").complete();
    message.editMessage("two").complete();
    assertEquals("two", channel().retrieveMessageById(message.getId()).complete().getContentRaw());
    message.delete().complete();
    assertTrue(general.messages().isEmpty());
    assertEquals("Bot", jda.retrieveApplicationInfo().complete().getName());
  }

  @Test
  void aFailingDiscordIsAskedAgain() {
    discord.fault(
        FaultPlan.on(
                "POST", "/channels/*/messages", new Fault.RateLimited(Duration.ofMillis(50), false))
            .times(1));
    channel().sendMessage("through").complete();
    assertEquals("through", general.lastMessage().orElseThrow().content());
  }

  @Test
  void commandsAndButtonsTravelOverTheGateway() {
    jda.updateCommands()
        .addCommands(
            Commands.slash("hello", "Says hello").addOption(OptionType.USER, "user", "To whom"))
        .complete();
    Invocation invocation = ann.run(general, "/hello user:@ann");
    assertEquals("hello ann", invocation.awaitAnswer(SOON).content());
    LocalMessage message = general.lastMessage().orElseThrow();
    assertEquals(State.UPDATED, ann.click(message, "again").await().state());
    assertEquals("again", message.now().content());
  }

  @Test
  void aResetTokenEndsItsSessions() {
    bot.resetToken();
    discord.awaitUntil(SOON, () -> jda.getStatus() == JDA.Status.SHUTDOWN);
  }

  @Test
  void joinsLeavesRolesAndChannelsAreFollowed() {
    LocalRole added = server.createRole("Added");
    discord.awaitUntil(SOON, () -> guild().getRoleById(added.id()) != null);
    LocalChannel opened = server.createTextChannel("opened");
    discord.awaitUntil(SOON, () -> jda.getTextChannelById(opened.id()) != null);
    server.populate(3);
    discord.awaitUntil(SOON, () -> guild().getMemberCount() == 6);
    server.beginOutage();
    discord.awaitUntil(SOON, () -> jda.isUnavailable(server.id()));
    server.endOutage();
    discord.awaitUntil(SOON, () -> !jda.isUnavailable(server.id()));
    server.kick(bot);
    discord.awaitUntil(SOON, () -> jda.getGuildById(server.id()) == null);
    assertEquals(List.of(), jda.getGuilds());
  }

  @Test
  void aPurchaseIsHeardOfUntilItIsRefunded() {
    List<String> heard = new CopyOnWriteArrayList<>();
    manager.addEventListener(
        new ListenerAdapter() {
          @Override
          public void onGenericEntitlement(GenericEntitlementEvent event) {
            heard.add(event.getClass().getSimpleName());
          }
        });
    long sku = bot.sellToUsers("Premium");
    LocalEntitlement bought = ann.user().buy(sku);
    List<Entitlement> listed = jda.retrieveEntitlements().skuIds(sku).complete();
    assertEquals(List.of(ann.id()), listed.stream().map(Entitlement::getUserIdLong).toList());
    bought.end();
    assertEquals(List.of(), jda.retrieveEntitlements().excludeEnded(true).complete());
    bought.refund();
    discord.awaitUntil(SOON, () -> heard.size() == 3);
    assertEquals(
        List.of("EntitlementCreateEvent", "EntitlementUpdateEvent", "EntitlementDeleteEvent"),
        heard);
  }

  @Test
  void theCustomStatusAndThePictureOfTheBotAreSeenOnBothSides() {
    jda.getPresence().setActivity(Activity.customStatus("Levelling up"));
    discord.awaitUntil(SOON, () -> bot.statusText().equals(Optional.of("Levelling up")));
    bot.picture(new byte[] {1, 2, 3});
    discord.awaitUntil(
        SOON, () -> bot.avatarHash().equals(Optional.ofNullable(jda.getSelfUser().getAvatarId())));
  }
}
