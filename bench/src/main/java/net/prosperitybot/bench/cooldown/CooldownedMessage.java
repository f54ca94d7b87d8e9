package net.prosperitybot.bench.cooldown;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.prosperitybot.bench.sessions.LocalSessions;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.guilds.GuildSettingsStore;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.lifecycle.CloseStack;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.awards.MessageIntake;
import net.prosperitybot.events.awards.XpQueue;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.session.MessageListener;
import net.prosperitybot.events.settings.GuildSettingsCache;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.world.Permissions;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From the library's event to the decision: a message that came through a gateway, heard again and
 * again by the listener that ships, among the marks of many members.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CooldownedMessage {
  /** System properties that the measuring process is given, with the database's settings. */
  static final String SETTINGS = "bench.";

  private static final int MARKED_MEMBERS = 100_000;

  private final CloseStack open = new CloseStack();
  private @Nullable MessageListener listener;
  private @Nullable MessageReceivedEvent message;

  /** Lets somebody write, and marks them and many others as having just earned. */
  @Setup
  public void aMessageInItsCooldown() throws Exception {
    MessageReceivedEvent heard = oneMessage();
    Database database = open.add(Database.open(database(), "bench"));
    GuildSettingsCache settings =
        new GuildSettingsCache(new GuildSettingsStore(database), Ticker.systemTicker());
    settings.get(heard.getGuild().getIdLong());
    CooldownMarks marks = new CooldownMarks(MARKED_MEMBERS);
    Instant earnedAt = Instant.ofEpochMilli(Snowflake.millisOf(heard.getMessageIdLong()) - 1_000);
    for (int i = 1; i < MARKED_MEMBERS / 2; i++) {
      mark(marks, new MemberKey(heard.getGuild().getIdLong(), i), earnedAt);
    }
    mark(
        marks,
        new MemberKey(heard.getGuild().getIdLong(), heard.getAuthor().getIdLong()),
        earnedAt);
    listener =
        new MessageListener(
            new MessageIntake(
                settings,
                marks,
                new XpQueue(1, 1),
                new SplittableRandom(1),
                XpLedger.Presence.FROM_MEMBER_EVENTS,
                new SimpleMeterRegistry()));
    message = heard;
  }

  private static void mark(CooldownMarks marks, MemberKey member, Instant earnedAt) {
    marks.begin(member, earnedAt, 0);
    marks.earned(member, earnedAt);
  }

  private static DatabaseConfig database() {
    return DatabaseConfig.read(
        new ConfigReader(
            Env.of(
                Map.of(
                    "DB_HOST", System.getProperty(SETTINGS + "DB_HOST"),
                    "DB_PORT", System.getProperty(SETTINGS + "DB_PORT"),
                    "DB_NAME", System.getProperty(SETTINGS + "DB_NAME"),
                    "DB_USER", System.getProperty(SETTINGS + "DB_USER")))));
  }

  private MessageReceivedEvent oneMessage() throws Exception {
    LocalDiscord discord = open.add(LocalDiscord.start());
    LocalServer server = discord.createServer("Riverside");
    LocalApplication bot = discord.createApplication("Prosperity");
    bot.invite(server, Permissions.VIEW_CHANNEL);
    CompletableFuture<MessageReceivedEvent> first = new CompletableFuture<>();
    EventListener listening = event -> take(event, first);
    var jda =
        JDABuilder.createLight(bot.token(), GatewayIntent.GUILD_MESSAGES)
            .setRestConfig(new RestConfig().setBaseUrl(discord.apiUrl()))
            .setSessionController(new LocalSessions(discord.apiUrl()))
            .addEventListeners(listening)
            .build();
    open.add(jda::shutdownNow);
    jda.awaitReady();
    server.join("Ann").send(server.createTextChannel("general"), "Good morning");
    return first.get(10, TimeUnit.SECONDS);
  }

  private static void take(GenericEvent event, CompletableFuture<MessageReceivedEvent> first) {
    if (event instanceof MessageReceivedEvent message) {
      first.complete(message);
    }
  }

  @Benchmark
  public void heard() {
    if (listener != null && message != null) {
      listener.heard(message);
    }
  }

  @TearDown
  public void close() {
    open.close();
  }
}
