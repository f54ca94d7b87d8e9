package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.prosperitybot.simulator.gateway.SessionStartLimit;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Picture;
import net.prosperitybot.simulator.world.SigningKey;
import net.prosperitybot.simulator.world.Sku;
import org.jspecify.annotations.Nullable;

/** An application and its bot. */
public final class LocalApplication {
  private final LocalDiscord discord;
  private final Application application;

  LocalApplication(LocalDiscord discord, Application application) {
    this.discord = discord;
    this.application = application;
  }

  /** The application's id, which is also the bot user's. */
  public long id() {
    return application.id();
  }

  public String name() {
    return application.name();
  }

  public String token() {
    return discord.world().still(application::token);
  }

  /** 64 hexadecimal digits. */
  public String publicKeyHex() {
    return application.key().publicKeyHex();
  }

  /** What interactions are signed with; for tests that sign by hand. */
  public SigningKey key() {
    return application.key();
  }

  /** The bot as a user. */
  public LocalUser bot() {
    return new LocalUser(discord, application.bot());
  }

  Application application() {
    return application;
  }

  /** Gives application and bot another name. */
  public LocalApplication rename(String name) {
    discord.world().applications().rename(application, name);
    return this;
  }

  /** Gives application and bot this picture, a PNG; the bot's has the same hash. */
  public LocalApplication picture(byte[] png) {
    Picture picture = new Picture(png, "image/png");
    discord.world().applications().icon(application, picture);
    discord.world().applications().avatar(application, picture);
    return this;
  }

  /** The hash of the bot's avatar; empty while it has none. */
  public Optional<String> avatarHash() {
    return discord.world().still(() -> application.bot().avatar().map(Picture::hash));
  }

  /**
   * Sets flags that an application can't set itself, such as 1 &lt;&lt; 23 of one with commands;
   * the flags of limited intents come by {@link #grant}.
   */
  public LocalApplication otherFlags(long flags) {
    discord.world().applications().otherFlags(application, flags);
    return this;
  }

  /** Keeps it to its owner, who alone may add it to servers from now on. */
  public LocalApplication keepPrivate() {
    discord.world().applications().isPublic(application, false);
    return this;
  }

  /** Says that it is installed over a page of its owner's. */
  public LocalApplication customInstallUrl(String url) {
    discord.world().applications().customInstallUrl(application, url);
    return this;
  }

  /**
   * Grants exactly these privileged gateway intents; 0 takes all. Sessions that use one that is
   * taken are closed with 4014.
   */
  public LocalApplication grant(long intents) {
    discord.world().applications().grant(application, intents);
    return this;
  }

  /** Takes these privileged intents; sessions that use one are closed with 4014. */
  public LocalApplication revoke(long intents) {
    long left = discord.world().still(application::grantedIntents) & ~intents;
    return grant(left);
  }

  /**
   * Leaves this many IDENTIFYs of the day's thousand; the one after the last resets the token.
   *
   * @param identifies 0 to 1000
   */
  public LocalApplication remainingIdentifies(int identifies) {
    discord.gateway().remainingIdentifies(id(), identifies);
    return this;
  }

  /** What is left of the day's IDENTIFYs, as {@code GET /gateway/bot} says. */
  public SessionStartLimit sessionStartLimit() {
    return discord.gateway().sessionStartLimit(id());
  }

  /** Closes every IDENTIFY of this application with this code, also with a valid token. */
  public LocalApplication refuseIdentify(int closeCode) {
    discord.gateway().refuseIdentify(id(), closeCode);
    return this;
  }

  /** Ends {@link #refuseIdentify}. */
  public LocalApplication acceptIdentify() {
    discord.gateway().acceptIdentify(id());
    return this;
  }

  /** How many IDENTIFYs with a valid token came since then, refused ones too; 2000 at most. */
  public int identifiesSince(Instant since) {
    return discord.gateway().identifiesSince(id(), since);
  }

  /** The bot's sessions, connected or waiting to be resumed. */
  public List<SessionView> sessions() {
    return discord.gateway().sessions().stream()
        .filter(session -> session.applicationId() == id())
        .toList();
  }

  /** The custom status that the bot shows; empty for none, or while it is not connected. */
  public Optional<String> statusText() {
    return sessions().stream()
        .filter(SessionView::connected)
        .map(SessionView::statusText)
        .flatMap(Optional::stream)
        .findFirst();
  }

  // Selling

  /** Offers a subscription that users buy for themselves; its id. */
  public long sellToUsers(String name) {
    return discord.world().shop().offer(application, name, Sku.Owner.USER).id();
  }

  /** Offers a subscription that users buy for themselves, with an id that was chosen elsewhere. */
  public void sellToUsers(String name, long id) {
    discord.world().shop().offer(application, name, Sku.Owner.USER, id);
  }

  /** Offers a subscription that users buy for a server; its id. */
  public long sellToServers(String name) {
    return discord.world().shop().offer(application, name, Sku.Owner.GUILD).id();
  }

  /** How many IDENTIFYs are allowed in each five seconds; 1 is Discord's usual. */
  public LocalApplication maxConcurrency(int identifies) {
    discord.world().applications().maxConcurrency(application, identifies);
    return this;
  }

  /** Where interactions are posted, saved without asking the endpoint. */
  public LocalApplication endpoint(String url) {
    discord.world().applications().interactionsEndpoint(application, url);
    return this;
  }

  /** The developer portal's "reset token": the old one is worth nothing, its sessions end. */
  public String resetToken() {
    return discord.world().applications().resetToken(application);
  }

  /** Lets the bot into a server with a managed role of these permissions, above all others. */
  public LocalMember invite(LocalServer server, long permissions) {
    discord.world().servers().invite(server.guild(), application, permissions);
    return server.member(bot());
  }

  /** Deletes the application: its bot leaves every server, its sessions end. */
  public void delete() {
    discord.world().applications().delete(application);
  }

  /** Commands registered for all servers. */
  public List<ObjectNode> commands() {
    return discord.world().applications().commands(application, 0);
  }

  /** Commands registered for one server. */
  public List<ObjectNode> commands(LocalServer server) {
    return discord.world().applications().commands(application, server.id());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalApplication same && same.id() == id();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id());
  }

  @Override
  public String toString() {
    return name();
  }
}
