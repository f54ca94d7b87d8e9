package net.prosperitybot.events.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.prosperitybot.common.alerts.OwnerConfig;
import net.prosperitybot.common.config.ConfigReader;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.jobs.ProgressPlace;
import net.prosperitybot.common.levelling.LevelCurve;
import net.prosperitybot.common.levelroles.RoleReconciles;
import net.prosperitybot.common.premium.PremiumConfig;
import net.prosperitybot.common.premium.PremiumStore;
import net.prosperitybot.common.rankcounts.RankRecount;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.events.Events;
import net.prosperitybot.events.EventsConfig;
import net.prosperitybot.events.testing.Invariant;
import net.prosperitybot.localdb.TestDatabase;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalDiscord;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalMessage;
import net.prosperitybot.simulator.LocalRole;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.audit.Exchange;
import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Permissions;
import org.awaitility.Awaitility;

/** A local Discord with one server and one bot, a database, and the service between them. */
final class World implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final long BOT_PERMISSIONS =
      Permissions.VIEW_CHANNEL
          | Permissions.SEND_MESSAGES
          | Permissions.READ_MESSAGE_HISTORY
          | Permissions.MANAGE_ROLES;

  static final TokenVault VAULT =
      TokenVault.read(
          new ConfigReader(
              Env.of(
                  Map.of(
                      TokenVault.SETTING,
                      "test:" + Base64.getEncoder().encodeToString(new byte[32])))));

  /** Long enough ago that an hour of messages lies in the past. */
  private final Instant start = Instant.now().minus(Duration.ofHours(10));

  private final Path folder;
  private int minutes;

  /** How far the processes' clock is ahead of the right one. */
  volatile Duration clockAhead = Duration.ZERO;

  private int jobs;
  private int processes;
  final TestDatabase test = TestDatabase.create();
  final LocalDiscord discord;
  final LocalApplication bot;

  /** What gives premium when it is bought. */
  final long sku;

  final LocalServer server;
  final LocalChannel channel;
  final LocalMember ann;

  World(Path folder, boolean seesMembers) {
    this(folder, seesMembers, Options.generous());
  }

  World(Path folder, boolean seesMembers, Options options) {
    this.folder = folder;
    this.discord = LocalDiscord.start(options);
    this.bot =
        discord
            .createApplication("Prosperity")
            .grant(seesMembers ? Intents.GUILD_MEMBERS : 0)
            .maxConcurrency(16);
    this.sku = bot.sellToUsers("Premium");
    this.server = discord.createServer("Café");
    this.channel = server.createTextChannel("chat");
    this.ann = server.join("ann");
    bot.invite(server, BOT_PERMISSIONS);
  }

  /** One more process of the service, connected. */
  Events startEvents() throws Exception {
    return startEventsWith(bot.token());
  }

  Events startEventsWith(String token) throws Exception {
    Events events = ready(connecting(token, 0, List.of()));
    // The server's row is written after READY, off the gateway's thread.
    await(
        () ->
            count("SELECT COUNT(*) FROM guilds WHERE serving_bot_id = ?", bot.id())
                == discord.servers().size());
    return events;
  }

  /** One more process that holds these of so many shards, none for all; connected. */
  Events startShards(int shardCount, List<Integer> shardIds) throws Exception {
    return startShards(shardCount, shardIds, OwnerConfig.nobody());
  }

  /** The same for an owner. */
  Events startShards(int shardCount, List<Integer> shardIds, OwnerConfig owner) throws Exception {
    return ready(connecting(bot.token(), shardCount, shardIds, database(), ownFolder(), owner));
  }

  private Path ownFolder() {
    return folder.resolve("process-" + ++processes);
  }

  /** One more process, whose session may never come to be. */
  Events startUnready() throws Exception {
    return connecting(bot.token(), 0, List.of());
  }

  /** One that reaches the database in this way and always has the same data folder; connected. */
  Events startOver(Database connections) throws Exception {
    return ready(
        connecting(
            bot.token(), 0, List.of(), connections, folder.resolve("kept"), OwnerConfig.nobody()));
  }

  private Events connecting(String token, int shardCount, List<Integer> shardIds) throws Exception {
    return connecting(token, shardCount, shardIds, database(), ownFolder(), OwnerConfig.nobody());
  }

  private Events connecting(
      String token,
      int shardCount,
      List<Integer> shardIds,
      Database connections,
      Path dataDir,
      OwnerConfig owner)
      throws Exception {
    forgetIdentifies();
    return Events.start(
        new EventsConfig(
            test.config(),
            new Secret(token),
            bot.id(),
            URI.create(discord.apiUrl().substring(0, discord.apiUrl().length() - 1)),
            shardCount,
            shardIds,
            100_000,
            4,
            dataDir,
            90,
            "127.0.0.1",
            0,
            VAULT,
            new PremiumConfig(OptionalLong.of(sku), Duration.ofDays(3)),
            owner),
        connections,
        new Random(),
        () -> Instant.now().plus(clockAhead));
  }

  /** As if the last IDENTIFY were long ago, so that the next need not wait. */
  void forgetIdentifies() {
    database().dsl().execute("DELETE FROM identify_buckets");
  }

  private static Events ready(Events events) throws InterruptedException {
    if (!events.awaitReady(PATIENCE)) {
      events.close();
      throw new AssertionError("The session did not become ready");
    }
    return events;
  }

  Database database() {
    return test.database();
  }

  /** A message of this member, a minute after the last one. */
  LocalMessage chat(LocalMember member) {
    return chat(member, channel);
  }

  /** The same in another channel. */
  LocalMessage chat(LocalMember member, LocalChannel where) {
    return member.send(where, "hello", start.plus(Duration.ofMinutes(++minutes)));
  }

  /** A message of this member ten seconds after the last one of anybody. */
  LocalMessage chatTooSoon(LocalMember member) {
    return member.send(
        channel, "hello", start.plus(Duration.ofMinutes(minutes)).plus(Duration.ofSeconds(10)));
  }

  /** Enough for level 1, not for level 2. */
  void chatToLevelOne(LocalMember member) {
    chatToLevelOne(member, channel);
  }

  /** The same in another channel. */
  void chatToLevelOne(LocalMember member, LocalChannel where) {
    while (xp(member) < 100) {
      long before = earned();
      chat(member, where);
      await(() -> earned() == before + 1);
    }
  }

  LocalRole levelRole(String name, int level) {
    return levelRole(server, name, level);
  }

  LocalRole levelRole(LocalServer where, String name, int level) {
    LocalRole role = where.createRole(name);
    database()
        .dsl()
        .execute(
            "INSERT INTO level_roles (guild_id, role_id, `level`) VALUES (?, ?, ?)",
            where.id(),
            role.id(),
            level);
    return role;
  }

  /** A member who is at this level, as if their messages were purged long ago. */
  LocalMember joinAtLevel(String name, int level) {
    return joinAtLevel(server, name, level);
  }

  /** The same in another server. */
  LocalMember joinAtLevel(LocalServer where, String name, int level) {
    LocalMember member = where.join(name);
    setLevel(member, where, level);
    return member;
  }

  /** A member who has earned this much, as if their messages were purged long ago. */
  LocalMember join(String name, long xp) {
    LocalMember member = server.join(name);
    setXp(member, server, xp);
    return member;
  }

  void setLevel(LocalMember member, LocalServer where, int level) {
    setXp(member, where, LevelCurve.xpRequired(level));
  }

  private void setXp(LocalMember member, LocalServer where, long xp) {
    database()
        .dsl()
        .execute(
            """
            INSERT INTO guild_users (guild_id, user_id, xp, purged_xp, `level`, message_count,
                                     created_at)
            VALUES (?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE xp = VALUES(xp), purged_xp = VALUES(xp),
                                    `level` = VALUES(`level`)
            """,
            where.id(),
            member.id(),
            xp,
            xp,
            LevelCurve.levelAt(xp));
    new RankRecount(database()).mend(where.id());
  }

  /** Has the roles of all from this level on made right, as the worker does. */
  void reconcile(int fromLevel) {
    reconcile(server, fromLevel, OptionalLong.empty(), Optional.empty());
  }

  /** The same for a role, with the progress shown somewhere. */
  void reconcile(
      LocalServer where, int fromLevel, OptionalLong roleId, Optional<ProgressPlace> place) {
    long id = Snowflake.firstAt(Instant.now()) + ++jobs;
    database()
        .transaction(
            tx -> {
              RoleReconciles.ask(tx, where.id(), id, fromLevel, roleId, place);
              return id;
            });
  }

  void awaitJobsDone() {
    await(() -> count("SELECT COUNT(*) FROM jobs") == 0);
  }

  /** Requests that gave or took a role. */
  List<Exchange> roleCalls() {
    String path = "/guilds/*/members/*/roles/*";
    return Stream.concat(
            discord.requests().matching("PUT", path).stream(),
            discord.requests().matching("DELETE", path).stream())
        .toList();
  }

  void set(String assignment) {
    database()
        .dsl()
        .execute(
            "UPDATE guilds SET settings_version = settings_version + 1,"
                + " updated_at = UTC_TIMESTAMP(3), "
                + assignment);
  }

  List<LocalMessage> fromBot(LocalChannel where) {
    return where.messages().stream().filter(message -> message.authorId() == bot.id()).toList();
  }

  long xp(LocalMember member) {
    return count("SELECT COALESCE(SUM(xp), 0) FROM guild_users WHERE user_id = ?", member.id());
  }

  boolean isPresent(LocalMember member) {
    return count("SELECT COUNT(*) FROM guild_users WHERE present AND user_id = ?", member.id())
        == 1;
  }

  long earned() {
    return Invariant.earned(database());
  }

  void awaitDelivered() {
    await(() -> count("SELECT COUNT(*) FROM level_ups") == 0);
  }

  long count(String sql, Object... binds) {
    return database().dsl().resultQuery(sql, binds).fetchSingle().get(0, Long.class);
  }

  void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  String get(Events events, String path) throws Exception {
    return answer(events, path).body();
  }

  HttpResponse<String> answer(Events events, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + events.managementPort() + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Whatever the bot wrote pings nobody but those it names one by one. */
  private void assertNothingPingsAtLarge() {
    Stream.concat(
            discord.requests().matching("POST", "/channels/*/messages").stream(),
            discord.requests().matching("PATCH", "/webhooks/*/*/messages/@original").stream())
        .filter(request -> request.applicationId() == bot.id() || request.method().equals("PATCH"))
        .map(AdminAnswer::body)
        .map(body -> body.path("allowed_mentions"))
        .filter(allowed -> !allowed.path("parse").isArray() || !allowed.path("parse").isEmpty())
        .findFirst()
        .ifPresent(
            allowed -> {
              throw new AssertionError("A message may ping at large: " + allowed);
            });
  }

  @Override
  public void close() {
    Invariant.assertHolds(database());
    assertNothingPingsAtLarge();
    discord.close();
    test.close();
  }

  /** As after a customer's {@code /whitelabel setup}, whose premium has no end soon. */
  void setUp(LocalApplication application) {
    new PremiumStore(database(), new PremiumConfig(OptionalLong.empty(), Duration.ofDays(3)))
        .grant(1, Optional.empty(), Optional.empty());
    NewBot bot =
        new NewBot(
            application.id(),
            1,
            "Acme",
            Optional.empty(),
            VAULT.seal(application.id(), new Secret(application.token())),
            application.publicKeyHex(),
            0);
    database().transaction(tx -> WhitelabelStore.setUp(tx, bot, 1));
  }

  boolean isConnected(LocalApplication application) {
    return discord.gateway().sessions().stream()
        .anyMatch(session -> session.applicationId() == application.id());
  }
}
