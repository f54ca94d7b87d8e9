package net.prosperitybot.events.awards;

import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.database.DatabaseConfig;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.testing.Messages;

/**
 * A process of its own that receives the same chat as every other such process, and prints how many
 * of its awards were committed.
 */
final class WriterProcess {
  static final int MEMBERS = 60;
  static final int MINUTES = 40;

  private WriterProcess() {}

  public static void main(String[] args) {
    DatabaseConfig config = new DatabaseConfig(args[0], args[1], new Secret(args[2]), LANES + 1);
    try (Database database = Database.open(config, "writer");
        AwardPipeline pipeline = new AwardPipeline(database, 100_000).started()) {
      int firstUser = Integer.parseInt(args[3]);
      for (int minute = 0; minute < MINUTES; minute++) {
        for (int i = 0; i < MEMBERS; i++) {
          int user = 1 + (i + firstUser) % MEMBERS;
          pipeline.receive(
              Messages.message(new MemberKey((1L + user % 3) << 22, user), minute * 60L));
        }
      }
      pipeline.awaitIdle();
      System.out.println("committed=" + (int) pipeline.count("committed"));
    }
  }

  private static final int LANES = AwardPipeline.LANES;
}
