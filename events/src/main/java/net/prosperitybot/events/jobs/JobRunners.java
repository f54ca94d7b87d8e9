package net.prosperitybot.events.jobs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import net.prosperitybot.common.jobs.JobStore;
import net.prosperitybot.common.shards.BotShards;

/** The job runners of all bots of a process: what one of them is to do is asked for all at once. */
public final class JobRunners {
  private static final int MOST_OF_EACH_PER_POLL = 100;

  /** Beyond the few that each of many bots has as its own. */
  private static final int SHARED_SLOTS = 64;

  private final JobStore store;
  private final Map<Long, Member> members = new ConcurrentHashMap<>();

  private final Semaphore shared = new Semaphore(SHARED_SLOTS);

  private record Member(JobRunner runner, Supplier<BotShards> ready) {}

  public JobRunners(JobStore store) {
    this.store = store;
  }

  /** For a runner that is one of many: a few slots of its own, and what the others leave. */
  public JobRunner.Slots slotsOfOneOfMany() {
    return JobRunner.Slots.sharing(shared);
  }

  /**
   * From now on this bot takes part.
   *
   * @param ready its shards of this process that know their servers
   */
  public void add(long botId, JobRunner runner, Supplier<BotShards> ready) {
    members.put(botId, new Member(runner, ready));
  }

  /** Unless the bot takes part with another by now. */
  public void remove(long botId, JobRunner runner) {
    members.computeIfPresent(botId, (id, now) -> now.runner == runner ? null : now);
  }

  /** There may be a job in a server; whichever bot serves it takes it up. Never waits. */
  public void nudge(long guildId) {
    members.values().forEach(each -> each.runner.nudge(guildId));
  }

  /** Takes up what is due; to be called every second or so, by one thread. */
  public void poll() {
    List<BotShards> ready = members.values().stream().map(each -> each.ready.get()).toList();
    Map<Long, List<Long>> due = store.due(ready, MOST_OF_EACH_PER_POLL);
    // Also who has nothing due is told, and so knows that nobody waits for a turn.
    members.forEach((botId, member) -> member.runner.takeUp(due.getOrDefault(botId, List.of())));
  }
}
