package net.prosperitybot.events.levelroles;

import java.util.OptionalLong;
import net.prosperitybot.common.jobs.Job;

/**
 * Whom a job is about.
 *
 * @param fromLevel members at or past this level
 * @param roleId the role that it is done for; empty when it is for all of them
 */
record ReconcileScope(int fromLevel, OptionalLong roleId) {

  static ReconcileScope of(Job job) {
    Long roleId = job.parameters().get("role_id");
    return new ReconcileScope(
        Math.toIntExact(job.parameters().getOrDefault("from_level", 1L)),
        roleId == null || roleId == 0 ? OptionalLong.empty() : OptionalLong.of(roleId));
  }
}
