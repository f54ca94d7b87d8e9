package net.prosperitybot.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Message;

/** A message as it was when it was looked at; {@link #now} looks again. */
public final class LocalMessage {
  private final LocalDiscord discord;
  private final Message message;

  LocalMessage(LocalDiscord discord, Message message) {
    this.discord = discord;
    this.message = message;
  }

  public long id() {
    return message.id();
  }

  public long channelId() {
    return message.channelId();
  }

  public long authorId() {
    return message.authorId();
  }

  public String authorName() {
    JsonNode author = message.gatewayJson().path("author");
    return author.path("global_name").asText(author.path("username").asText());
  }

  public String content() {
    return message.content();
  }

  public boolean ephemeral() {
    return message.ephemeral();
  }

  /** The whole message as REST gives it. */
  public ObjectNode json() {
    return message.json();
  }

  /** True when the message really pings this user. */
  public boolean pings(LocalUser user) {
    for (JsonNode each : message.gatewayJson().path("mentions")) {
      if (Json.idIn(each, "id") == user.id()) {
        return true;
      }
    }
    return false;
  }

  Message message() {
    return message;
  }

  /** The message as it is now; throws when it was deleted. */
  public LocalMessage now() {
    return discord.channel(message.channelId()).message(id()).orElseThrow();
  }

  public void delete() {
    discord.world().messages().delete(message);
  }

  @Override
  public String toString() {
    return authorName() + ": " + content();
  }
}
