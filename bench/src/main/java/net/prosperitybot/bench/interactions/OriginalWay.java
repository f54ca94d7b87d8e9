package net.prosperitybot.bench.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The reference for commands: a process of its own that answers {@code /level}, {@code
 * /leaderboard} and {@code /about} with the statements that the original sends, one at a time and
 * each a transaction of its own, on the same database, HTTP server and connector.
 *
 * <p>The original looks a bot's key up twice an interaction, reads whole rows, counts the members
 * of the server for the number of pages and skips rows by OFFSET.
 */
public final class OriginalWay {
  private static final int PAGE_SIZE = 10;
  private static final int POOL_SIZE = 10;

  private final HikariDataSource pool = new HikariDataSource();
  private final JsonMapper json = new JsonMapper();

  private OriginalWay(String databaseUrl) {
    pool.setJdbcUrl(databaseUrl);
    pool.setUsername("root");
    pool.setMaximumPoolSize(POOL_SIZE);
  }

  /**
   * Serves until the process is ended.
   *
   * @param args the port and the database's URL
   */
  public static void main(String[] args) {
    OriginalWay handler = new OriginalWay(args[1]);
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.get("/health", request -> request.result("ok"));
              config.routes.post("/interactions/{botId}", handler::handle);
            })
        .start("127.0.0.1", Integer.parseInt(args[0]));
  }

  private void handle(Context request) throws IOException, SQLException {
    byte[] body = request.bodyAsBytes();
    long botId = Long.parseLong(request.pathParam("botId"));
    String key =
        String.valueOf(
            one("SELECT * FROM whitelabel_bots WHERE bot_id = ?", botId).get("public_key"));
    if (!isSigned(request, body, key)) {
      request.status(401);
      return;
    }
    JsonNode interaction = json.readTree(body);
    Map<String, Object> bot = one("SELECT * FROM whitelabel_bots WHERE bot_id = ?", botId);
    long guild = interaction.path("guild_id").asLong();
    String text =
        switch (interaction.at("/data/name").asText()) {
          case "level" -> level(guild, interaction.at("/member/user/id").asLong());
          case "leaderboard" ->
              leaderboard(guild, interaction.at("/data/options/0/value").asLong(1));
          case "about" -> about();
          default -> throw new IllegalArgumentException("Another command");
        };
    request.contentType("application/json").result(json.writeValueAsBytes(answer(bot, text)));
  }

  private static boolean isSigned(Context request, byte[] body, String key) {
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(HexFormat.of().parseHex(key)));
    byte[] time =
        String.valueOf(request.header("X-Signature-Timestamp")).getBytes(StandardCharsets.US_ASCII);
    verifier.update(time, 0, time.length);
    verifier.update(body, 0, body.length);
    return verifier.verifySignature(
        HexFormat.of().parseHex(String.valueOf(request.header("X-Signature-Ed25519"))));
  }

  private String level(long guild, long user) throws SQLException {
    Map<String, Object> settings = one("SELECT * FROM guilds WHERE id = ?", guild);
    Map<String, Object> member =
        one(
            """
            SELECT * FROM guild_users m JOIN users u ON u.id = m.user_id
            WHERE m.guild_id = ? AND m.user_id = ?
            """,
            guild,
            user);
    return "%s in %s: level %s, %s XP"
        .formatted(
            member.get("display_name"),
            settings.get("name"),
            member.get("level"),
            member.get("xp"));
  }

  private String leaderboard(long guild, long page) throws SQLException {
    Object members =
        one("SELECT COUNT(*) AS members FROM guild_users WHERE guild_id = ?", guild).get("members");
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> row :
        all(
            """
            SELECT * FROM guild_users m JOIN users u ON u.id = m.user_id
            WHERE m.guild_id = ? ORDER BY m.xp DESC LIMIT ? OFFSET ?
            """,
            guild,
            PAGE_SIZE,
            (page - 1) * PAGE_SIZE)) {
      text.append(
          "%s: level %s, %s XP%n"
              .formatted(row.get("display_name"), row.get("level"), row.get("xp")));
    }
    return text.append("Of ").append(members).toString();
  }

  private String about() throws SQLException {
    return "%s servers, %s members"
        .formatted(
            one("SELECT COUNT(*) AS servers FROM guilds WHERE active").get("servers"),
            one("SELECT COUNT(*) AS members FROM guild_users").get("members"));
  }

  private ObjectNode answer(Map<String, Object> bot, String text) {
    ObjectNode answer = json.createObjectNode().put("type", 4);
    answer
        .putObject("data")
        .putArray("embeds")
        .addObject()
        .put("description", text)
        .putObject("footer")
        .put("text", String.valueOf(bot.get("name")));
    return answer;
  }

  private Map<String, Object> one(String sql, Object... binds) throws SQLException {
    return all(sql, binds).getFirst();
  }

  private List<Map<String, Object>> all(String sql, Object... binds) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < binds.length; i++) {
        statement.setObject(i + 1, binds[i]);
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          Map<String, Object> row = new HashMap<>();
          for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            row.put(found.getMetaData().getColumnLabel(column), found.getObject(column));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }
}
