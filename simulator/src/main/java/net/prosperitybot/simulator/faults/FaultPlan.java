package net.prosperitybot.simulator.faults;

import net.prosperitybot.simulator.audit.PathPattern;

/**
 * Which requests go wrong, how, and how often.
 *
 * @param applicationId only requests of this application; 0 for all
 * @param times the first so many matching requests; {@link Integer#MAX_VALUE} until it is ended
 */
public record FaultPlan(PathPattern requests, Fault fault, long applicationId, int times) {

  /** All matching requests of all applications, until it is ended. */
  public static FaultPlan on(String method, String path, Fault fault) {
    return new FaultPlan(PathPattern.of(method, path), fault, 0, Integer.MAX_VALUE);
  }

  public FaultPlan times(int first) {
    return new FaultPlan(requests, fault, applicationId, first);
  }

  public FaultPlan forApplication(long id) {
    return new FaultPlan(requests, fault, id, times);
  }
}
