package net.prosperitybot.bench;

import java.util.List;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.simulator.Options;

/** Database and local Discord, on which all that is measured runs. */
public final class Stage implements AutoCloseable {
  /**
   * As an operator of ten million members would set it; the rest is as the server comes. Only that
   * a restart leaves nothing in memory.
   */
  private static final List<String> DATABASE_ARGUMENTS =
      List.of(
          "--innodb-buffer-pool-size=4G",
          "--innodb-log-file-size=1G",
          "--innodb-buffer-pool-load-at-startup=OFF");

  private final LocalStack stack;

  private Stage(LocalStack stack) {
    this.stack = stack;
  }

  public static Stage of(Lab lab) throws Exception {
    return lab.part(
        Stage.class,
        made ->
            new Stage(
                new LocalStack(made.home(), made.folder(), Options.generous(), DATABASE_ARGUMENTS)
                    // A few callers stand for all the world here.
                    .set("COMMANDS_PER_MEMBER", "0")
                    .set("COMMANDS_PER_SERVER", "0")));
  }

  public LocalStack stack() {
    return stack;
  }

  @Override
  public void close() {
    stack.close();
  }
}
