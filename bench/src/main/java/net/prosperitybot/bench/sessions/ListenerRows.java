package net.prosperitybot.bench.sessions;

import java.time.Duration;
import java.util.List;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.bench.Row;
import net.prosperitybot.bench.Samples;
import net.prosperitybot.bench.Target;
import net.prosperitybot.bench.Unit;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.LocalServer;
import net.prosperitybot.simulator.Options;
import net.prosperitybot.simulator.gateway.GatewayOptions;

/**
 * Messages a second from the gateway to the end of the listener. They are made ahead and held back,
 * so that only handing them out is done beside.
 */
public final class ListenerRows {
  /** Of so many messages of a member one can earn. */
  private static final int MESSAGES_A_MEMBER = 20;

  private static final int UNMEASURED = 3;
  private static final int BYTES_A_MESSAGE = 2_048;

  private ListenerRows() {}

  public static List<Row> all() {
    return List.of(
        new Row(
            "listener-share",
            "messages from the gateway, 95 % in their cooldown, against an empty listener",
            Unit.PER_SECOND,
            new Target.RatioAtLeast(0.7),
            ListenerRows::listener),
        new Row(
            "simulator-rate",
            "messages that the local Discord hands to who only reads, against an empty listener",
            Unit.PER_SECOND,
            new Target.RatioAtLeast(1),
            ListenerRows::simulator));
  }

  private static Samples listener(Lab lab) throws Exception {
    Crowds crowds = Crowds.of(lab);
    return Samples.inTurns(lab.scale().rounds(), crowds.ours::rate, crowds.alone::rate);
  }

  private static Samples simulator(Lab lab) throws Exception {
    Crowds crowds = Crowds.of(lab);
    LocalApplication reader = crowds.stack.discord().createApplication("Reader");
    Crowd read = new Crowd(lab, crowds.stack, reader);
    lab.opened(PlainReader.connect(crowds.stack.discord(), reader));
    read.warmUp();
    return Samples.inTurns(lab.scale().rounds(), read::rate, crowds.alone::rate);
  }

  /** Two servers of the same size: one with our bot in it, one with the library alone. */
  private record Crowds(LocalStack stack, Crowd ours, Crowd alone) {

    static Crowds of(Lab lab) throws Exception {
      return lab.part(Crowds.class, Crowds::make);
    }

    private static Crowds make(Lab lab) throws Exception {
      GatewayOptions patient =
          GatewayOptions.defaults()
              .withoutIdentifyRate()
              .withReplay(
                  2 * lab.scale().messages() + 1_000,
                  (long) BYTES_A_MESSAGE * (lab.scale().messages() + 1_000));
      LocalStack stack =
          lab.opened(
              new LocalStack(
                  lab.home(),
                  lab.folder().resolve("crowds"),
                  Options.generous().withGateway(patient)));
      LocalApplication other =
          stack.discord().createApplication("Alone").grant(LocalStack.GUILD_MEMBERS);
      Crowd ours = new Crowd(lab, stack, stack.bot());
      Crowd alone = new Crowd(lab, stack, other);
      stack.startedAsShipped().startEvents();
      JdaAlone.start(lab, stack, other);
      ours.client.awaitReady(1);
      stack
          .database()
          .dsl()
          .execute(
              """
              UPDATE guilds SET xp_delay_seconds = ?, settings_version = settings_version + 1,
                                updated_at = UTC_TIMESTAMP(3)
              """,
              ours.cooldown.toSeconds());
      ours.everybodyOnce();
      ours.warmUp();
      alone.warmUp();
      return new Crowds(stack, ours, alone);
    }
  }

  /** A server full of members, and the bot that hears them. */
  private static final class Crowd {
    private final GatewayClient client;
    private final LocalServer server;
    private final LocalChannel channel;
    private final List<LocalMember> members;
    private final int messages;
    private final int talkers;

    /** Longer than a round takes, and shorter than until the same members have their turn. */
    private final Duration cooldown;

    /** What is still being written falls into nobody's turn. */
    private final Duration pause;

    private int next;

    Crowd(Lab lab, LocalStack stack, LocalApplication bot) {
      this.client = new GatewayClient(stack.discord(), bot);
      this.server = stack.discord().createServer("Crowd of " + bot.name());
      this.channel = server.createTextChannel("general");
      this.members = server.populate(lab.scale().crowd());
      this.messages = lab.scale().messages();
      this.talkers = messages / MESSAGES_A_MEMBER;
      this.cooldown = Duration.ofSeconds(1 + 2 * lab.scale().spell().toSeconds());
      this.pause = lab.scale().spell().dividedBy(2);
      stack.invite(bot, server);
    }

    /** So that they are members who have talked before, as most are. */
    void everybodyOnce() throws InterruptedException {
      server.flood(channel, members, members.size());
      client.secondsToHandle();
      Thread.sleep(cooldown.multipliedBy(2));
    }

    void warmUp() throws Exception {
      client.awaitReady(1);
      for (int i = 0; i < UNMEASURED; i++) {
        rate();
      }
    }

    double rate() throws Exception {
      client.holdBack();
      server.flood(channel, talkers(), messages);
      double seconds = client.secondsToHandle();
      Thread.sleep(pause);
      return messages / seconds;
    }

    /** Others each time, until all have talked: their cooldowns are over by then. */
    private List<LocalMember> talkers() {
      int from = next;
      next = next + 2 * talkers > members.size() ? 0 : next + talkers;
      return members.subList(from, from + talkers);
    }
  }
}
