package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.SigningKey;
import org.jspecify.annotations.Nullable;

/** An application and its bot. */
public final class LocalApplication {
  /** The gateway's close code for a token that is not valid. */
  private static final int AUTHENTICATION_FAILED = 4004;

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

  /** Grants exactly these privileged gateway intents; 0 takes all. */
  public LocalApplication grant(long intents) {
    discord.world().applications().grant(application, intents);
    return this;
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
    String token = discord.world().applications().resetToken(application);
    endSessions();
    return token;
  }

  private void endSessions() {
    discord.gateway().sessions().stream()
        .filter(session -> session.applicationId() == id())
        .forEach(session -> discord.gateway().close(session.id(), AUTHENTICATION_FAILED));
  }

  /** Lets the bot into a server with a managed role of these permissions, above all others. */
  public LocalMember invite(LocalServer server, long permissions) {
    discord.world().servers().invite(server.guild(), application, permissions);
    return server.member(bot());
  }

  /** Deletes the application: its bot leaves every server, its sessions end. */
  public void delete() {
    discord.world().applications().delete(application);
    endSessions();
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
