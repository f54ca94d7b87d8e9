package net.prosperitybot.simulator.gateway;

/** What clients say, as JSON. */
final class GatewayPayloads {
  private GatewayPayloads() {}

  static String identify(String token, long intents) {
    return identify(token, intents, 0, 1);
  }

  static String identify(String token, long intents, int shard, int shards) {
    return """
        {"op":2,"d":{"token":"%s","intents":%d,"shard":[%d,%d],"properties":{"os":"test"}}}"""
        .formatted(token, intents, shard, shards);
  }

  static String resume(String token, String sessionId, long sequence) {
    return """
        {"op":6,"d":{"token":"%s","session_id":"%s","seq":%d}}"""
        .formatted(token, sessionId, sequence);
  }
}
