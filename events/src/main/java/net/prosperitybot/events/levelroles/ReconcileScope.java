package net.prosperitybot.events.levelroles;

import java.util.OptionalLong;
import net.prosperitybot.common.jobs.Job;
import net.prosperitybot.common.levelroles.RoleReconciles;

/**
 * Whom a job is about.
 *
 * @param fromLevel members at or past this level
 * @param roleId the role that it is done for; empty when it is for all of them
 */
record ReconcileScope(int fromLevel, OptionalLong roleId) {

  static ReconcileScope of(Job job) {
    Long roleId = job.parameters().get(RoleReconciles.ROLE_ID);
    return new ReconcileScope(
        Math.toIntExact(job.parameters().getOrDefault(RoleReconciles.FROM_LEVEL, 1L)),
        roleId == null || roleId == 0 ? OptionalLong.empty() : OptionalLong.of(roleId));
  }
}
