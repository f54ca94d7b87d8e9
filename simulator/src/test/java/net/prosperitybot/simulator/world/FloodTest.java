package net.prosperitybot.simulator.world;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The world is never what a bench measures. */
class FloodTest {
  private static final int MESSAGES = 200_000;

  /** A tenth of what the simulator promises, so that a busy machine does not fail the build. */
  private static final int AT_LEAST_PER_SECOND = 5_000;

  @Test
  void messagesAreWrittenAndToldByTheTenThousand() {
    World world = new World(InstantSource.system(), new SplittableRandom(1), 1_000);
    Servers servers = world.servers();
    User owner = servers.createUser("owner", User.Kind.PERSON, null);
    Guild guild = servers.createGuild("Home", owner);
    Channel channel = servers.createChannel(guild, ChannelType.TEXT, "general", 0, 0);
    User[] people = new User[1_000];
    for (int i = 0; i < people.length; i++) {
      people[i] = servers.createUser("member" + i, User.Kind.PERSON, null);
      servers.join(guild, people[i]);
    }
    servers.invite(guild, world.applications().create("Bot", owner), 0);
    LongAdder told = new LongAdder();
    world.attach((Publisher) (event, to) -> told.increment());
    long start = System.nanoTime();
    for (int i = 0; i < MESSAGES; i++) {
      world.messages().write(Post.text(channel, people[i % people.length], "message " + i));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double rate = MESSAGES / seconds;
    System.out.printf("%,.0f messages a second through the world%n", rate);
    assertTrue(rate > AT_LEAST_PER_SECOND, () -> rate + " a second");
    assertTrue(told.sum() >= MESSAGES);
  }
}
