package net.prosperitybot.events.delivery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import net.prosperitybot.common.levelups.LevelUpStore;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.shards.BotShards;
import net.prosperitybot.events.awards.LevelUpListener;

/** The deliveries of all bots of a process: what one of them is to do is asked for all at once. */
public final class Deliveries implements LevelUpListener {
  private static final int MOST_OF_EACH_PER_POLL = 500;

  private final LevelUpStore store;
  private final Map<Long, Member> members = new ConcurrentHashMap<>();

  private record Member(LevelUpDelivery delivery, Supplier<BotShards> ready) {}

  public Deliveries(LevelUpStore store) {
    this.store = store;
  }

  /**
   * From now on this bot takes part.
   *
   * @param ready its shards of this process that know their servers
   */
  public void add(long botId, LevelUpDelivery delivery, Supplier<BotShards> ready) {
    members.put(botId, new Member(delivery, ready));
  }

  /** Unless the bot takes part with another by now. */
  public void remove(long botId, LevelUpDelivery delivery) {
    members.computeIfPresent(botId, (id, now) -> now.delivery == delivery ? null : now);
  }

  /** Tells every bot, for whichever serves the server takes it up; never waits. */
  @Override
  public void levelChanged(MemberKey member) {
    members.values().forEach(each -> each.delivery.levelChanged(member));
  }

  /** Takes up what was left behind; to be called every few seconds, by one thread. */
  public void poll() {
    List<BotShards> ready = members.values().stream().map(each -> each.ready.get()).toList();
    store
        .due(ready, MOST_OF_EACH_PER_POLL)
        .forEach(
            (botId, due) -> {
              Member member = members.get(botId);
              if (member != null) {
                member.delivery.takeUp(due);
              }
            });
  }
}
