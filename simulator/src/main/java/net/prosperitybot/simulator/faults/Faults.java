package net.prosperitybot.simulator.faults;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The plans that are in force; the oldest that matches a request decides. */
public final class Faults {
  private final List<Running> plans = new CopyOnWriteArrayList<>();

  /** Puts a plan in force. */
  public Running start(FaultPlan plan) {
    Running running = new Running(plan);
    plans.add(running);
    return running;
  }

  public void endAll() {
    plans.clear();
  }

  /** The fault for this request, counted as used. */
  public Optional<Fault> take(long applicationId, String method, String path) {
    for (Running running : plans) {
      if (running.take(applicationId, method, path)) {
        return Optional.of(running.plan.fault());
      }
    }
    return Optional.empty();
  }

  /** A plan in force; close it to end it. */
  public final class Running implements AutoCloseable {
    private final FaultPlan plan;
    private final AtomicInteger hits = new AtomicInteger();

    private Running(FaultPlan plan) {
      this.plan = plan;
    }

    /** How many requests went wrong by this plan. */
    public int hits() {
      return hits.get();
    }

    private boolean take(long applicationId, String method, String path) {
      if ((plan.applicationId() != 0 && plan.applicationId() != applicationId)
          || !plan.requests().matches(method, path)) {
        return false;
      }
      return hits.getAndUpdate(n -> Math.min(n + 1, plan.times())) < plan.times();
    }

    @Override
    public void close() {
      plans.remove(this);
    }
  }
}
