package net.prosperitybot.events.awards;

import net.prosperitybot.common.members.MemberKey;

/** Is told of a member's committed change of level. Called on a writing lane: it must not wait. */
@FunctionalInterface
public interface LevelUpListener {
  void levelChanged(MemberKey member);
}
