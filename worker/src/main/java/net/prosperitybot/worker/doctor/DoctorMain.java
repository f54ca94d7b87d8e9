package net.prosperitybot.worker.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.prosperitybot.common.config.ConfigException;
import net.prosperitybot.common.config.Env;
import net.prosperitybot.worker.WorkerConfig;
import net.prosperitybot.worker.discord.DiscordRest;

/**
 * {@code ./prosperity doctor}: a line for everything that was looked at. Exits with 0 when nothing
 * is wrong, 1 when something is, 2 when settings are missing or can't be read.
 */
public final class DoctorMain {
  private DoctorMain() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(run(Env.load(System.getenv(), Path.of(".env")), Clock.systemUTC(), System.out));
  }

  static int run(Env env, InstantSource clock, PrintStream out) throws InterruptedException {
    try {
      return examine(WorkerConfig.read(env), clock, out);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> out.println(Finding.wrong("Settings", problem).line()));
      out.println("Once these are right, run this again: the rest needs them.");
      return ConfigException.EXIT_CODE;
    }
  }

  static int examine(WorkerConfig config, InstantSource clock, PrintStream out)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.fine("Settings", "all are there and can be read."));
    findings.addAll(new DatabaseExamination(config.database(), config.vault(), clock).examine());
    try (DiscordRest discord =
        new DiscordRest(config.discordApi(), clock, pause -> Thread.sleep(pause))) {
      findings.addAll(new DiscordExamination(config, discord, clock).examine());
    }
    findings.forEach(finding -> out.println(finding.line()));
    long wrong = findings.stream().filter(f -> f.verdict() == Finding.Verdict.WRONG).count();
    out.println(wrong == 0 ? "Nothing is wrong." : "Wrong: " + wrong + ".");
    return wrong == 0 ? 0 : 1;
  }
}
