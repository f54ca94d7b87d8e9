package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Discord says no: an HTTP status with Discord's own error body. REST answers it as it stands. */
public final class Refusal extends RuntimeException {
  private final int status;
  private final transient ObjectNode body;

  public Refusal(int status, ObjectNode body) {
    super(body.toString(), null, false, false);
    this.status = status;
    this.body = body;
  }

  public static Refusal of(int status, int code, String message) {
    return new Refusal(status, Json.object().put("message", message).put("code", code));
  }

  public static Refusal unauthorized() {
    return of(401, 0, "401: Unauthorized");
  }

  public static Refusal notFound() {
    return of(404, 0, "404: Not Found");
  }

  public static Refusal unknownApplication() {
    return of(404, 10002, "Unknown Application");
  }

  public static Refusal unknownChannel() {
    return of(404, 10003, "Unknown Channel");
  }

  public static Refusal unknownGuild() {
    return of(404, 10004, "Unknown Guild");
  }

  public static Refusal unknownMember() {
    return of(404, 10007, "Unknown Member");
  }

  public static Refusal unknownMessage() {
    return of(404, 10008, "Unknown Message");
  }

  public static Refusal unknownRole() {
    return of(404, 10011, "Unknown Role");
  }

  public static Refusal unknownUser() {
    return of(404, 10013, "Unknown User");
  }

  public static Refusal unknownWebhook() {
    return of(404, 10015, "Unknown Webhook");
  }

  public static Refusal unknownSku() {
    return of(404, 10027, "Unknown SKU");
  }

  public static Refusal unknownEntitlement() {
    return of(404, 10029, "Unknown Entitlement");
  }

  public static Refusal unknownInteraction() {
    return of(404, 10062, "Unknown interaction");
  }

  public static Refusal unknownCommand() {
    return of(404, 10063, "Unknown application command");
  }

  public static Refusal alreadyAcknowledged() {
    return of(400, 40060, "Interaction has already been acknowledged.");
  }

  public static Refusal missingAccess() {
    return of(403, 50001, "Missing Access");
  }

  public static Refusal emptyMessage() {
    return of(400, 50006, "Cannot send an empty message");
  }

  public static Refusal closedDirectMessages() {
    return of(403, 50007, "Cannot send messages to this user");
  }

  public static Refusal notATextChannel() {
    return of(400, 50008, "Cannot send messages in a non-text channel");
  }

  public static Refusal missingPermissions() {
    return of(403, 50013, "Missing Permissions");
  }

  public static Refusal invalidWebhookToken() {
    return of(401, 50027, "Invalid Webhook Token");
  }

  public static Refusal invalidRole() {
    return of(400, 50028, "Invalid Role");
  }

  public static Refusal malformedJson() {
    return of(400, 50109, "The request body contains invalid JSON.");
  }

  public int status() {
    return status;
  }

  public int code() {
    return body.path("code").asInt();
  }

  public ObjectNode body() {
    return body.deepCopy();
  }
}
