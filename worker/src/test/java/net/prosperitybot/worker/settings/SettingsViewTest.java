package net.prosperitybot.worker.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.prosperitybot.common.guilds.GuildSettings;
import net.prosperitybot.common.guilds.NoticeKind;
import net.prosperitybot.common.jobs.JobCounts;
import net.prosperitybot.common.jobs.JobKind;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.levelroles.LevelRole;
import net.prosperitybot.common.levelroles.RoleMode;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.MessageBody;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.replies.ReplyEncoder;
import org.junit.jupiter.api.Test;

class SettingsViewTest {
  private static final long BIG = 8_000_000_000_000_000_000L;

  @Test
  void theFullestServerFitsOneEmbed() {
    Set<Long> many = LongStream.range(0, 500).mapToObj(i -> BIG + i).collect(Collectors.toSet());
    List<LevelRole> rules =
        IntStream.rangeClosed(751, 1000).mapToObj(i -> new LevelRole(BIG + i, i)).toList();
    GuildSettings settings =
        new GuildSettings(
            1,
            NoticeKind.CHANNEL,
            OptionalLong.of(BIG),
            new BigDecimal("10.00"),
            Duration.ofDays(1),
            RoleMode.STACK,
            OptionalLong.empty(),
            9,
            many,
            many,
            rules,
            3);
    JobStore.Running job =
        new JobStore.Running(JobKind.ROLE_RECONCILE, new JobCounts(474_090, 1000, 0, 0), true);
    MessageBody body =
        MessageBody.of(
            SettingsView.of(
                settings,
                Optional.of(job),
                1_000_000,
                new ServingBot(1, "A name of thirty-two characters!", Optional.empty())));
    JsonNode embed = new ReplyEncoder().firstAnswer(Reply.privately(body)).at("/data/embeds/0");
    assertEquals(8, embed.path("fields").size(), "no field was left out");
    for (JsonNode field : embed.path("fields")) {
      assertTrue(!field.path("value").asText().endsWith("…"), field.toString());
    }
    assertEquals("Level roles (250)", embed.at("/fields/4/name").asText());
    assertTrue(embed.at("/fields/4/value").asText().endsWith(" more"));
    assertEquals("Ignored channels (500)", embed.at("/fields/5/name").asText());
    assertTrue(embed.at("/fields/6/value").asText().endsWith(" more"));
  }
}
