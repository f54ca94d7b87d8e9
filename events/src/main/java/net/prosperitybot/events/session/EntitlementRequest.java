package net.prosperitybot.events.session;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.restaction.pagination.EntitlementPaginationAction;
import net.dv8tion.jda.api.requests.restaction.pagination.PaginationAction.PaginationOrder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.prosperitybot.common.premium.Entitlement;
import net.prosperitybot.events.discord.DiscordUnavailableException;
import net.prosperitybot.events.premium.EntitlementSource;
import org.jspecify.annotations.Nullable;

/** {@code GET /applications/{id}/entitlements}, page by page. */
final class EntitlementRequest implements EntitlementSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Without one, or with 0, Discord begins with the newest, and nothing comes after those. */
  private static final long BEFORE_ALL = 1;

  private final ShardManager bot;

  EntitlementRequest(ShardManager bot) {
    this.bot = bot;
  }

  @Override
  public boolean isReady() {
    return connected().isPresent();
  }

  private Optional<JDA> connected() {
    return bot.getShardCache().stream()
        .filter(shard -> shard.getStatus() == JDA.Status.CONNECTED)
        .findFirst();
  }

  @Override
  public List<Entitlement> running(long skuId) {
    JDA shard =
        connected()
            .orElseThrow(() -> new DiscordUnavailableException("No shard is connected", null));
    List<Entitlement> all = new ArrayList<>();
    long after = BEFORE_ALL;
    while (true) {
      List<net.dv8tion.jda.api.entities.Entitlement> page = page(shard, skuId, after);
      if (page.isEmpty()) {
        return all;
      }
      for (net.dv8tion.jda.api.entities.Entitlement each : page) {
        after = Math.max(after, each.getIdLong());
        if (isUsersOwn(each) && !each.isDeleted()) {
          all.add(fact(each));
        }
      }
    }
  }

  /** Those with an id above this, in no order that could be relied on within the page. */
  private static List<net.dv8tion.jda.api.entities.Entitlement> page(
      JDA shard, long skuId, long after) {
    EntitlementPaginationAction request =
        shard
            .retrieveEntitlements()
            .skuIds(skuId)
            .excludeEnded(true)
            .order(PaginationOrder.FORWARD)
            .skipTo(after)
            .cache(false);
    try {
      return RestAnswers.await(request, PATIENCE);
    } catch (ErrorResponseException e) {
      throw new DiscordUnavailableException(
          "Discord does not list the entitlements: " + e.getMeaning(), e);
    }
  }

  /** What was bought for a server is that server's, though Discord names its buyer too. */
  static boolean isUsersOwn(net.dv8tion.jda.api.entities.Entitlement told) {
    return told.getGuildIdLong() == 0 && told.getUserIdLong() != 0;
  }

  static Entitlement fact(net.dv8tion.jda.api.entities.Entitlement told) {
    return new Entitlement(
        told.getIdLong(),
        told.getUserIdLong(),
        told.getSkuIdLong(),
        instant(told.getTimeStarting()),
        instant(told.getTimeEnding()));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
