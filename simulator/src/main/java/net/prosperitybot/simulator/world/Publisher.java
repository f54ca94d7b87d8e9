package net.prosperitybot.simulator.world;

import java.util.Collection;
import net.prosperitybot.simulator.gateway.Dispatch;

/** Takes the world's events to those who listen; called under the world's lock, so it is quick. */
@FunctionalInterface
public interface Publisher {
  void publish(Dispatch event, Collection<Long> applicationIds);
}
