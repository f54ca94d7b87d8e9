package net.prosperitybot.common.interactions;

import static net.prosperitybot.common.database.schema.Tables.COMMAND_ANSWERS;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import net.prosperitybot.common.database.Database;
import org.jooq.DSLContext;

/**
 * Twice is once: a change and the words that answer it are committed together, under the
 * interaction's id. When the interaction comes again, or the answer to the COMMIT was lost, nothing
 * changes and the first words are given.
 */
public final class AnswerStore {
  private static final int LONGEST = 2000;
  private static final int MOST_AT_ONCE = 10_000;

  private final Database database;

  public AnswerStore(Database database) {
    this.database = database;
  }

  /**
   * Makes a change for an interaction, once.
   *
   * @param change made in one transaction, and again when that fails; gives the answer's words, 1
   *     to 2000 characters, also when it refuses
   * @return the words of the first time
   */
  public String once(long guildId, long interactionId, Function<DSLContext, String> change) {
    return database.transaction(
        tx -> {
          String first = take(tx, guildId, interactionId);
          return first.isEmpty() ? answer(tx, guildId, interactionId, change.apply(tx)) : first;
        });
  }

  /** The words that an interaction was answered with, when it came before. */
  public Optional<String> first(long guildId, long interactionId) {
    return database.read(
        reader ->
            reader
                .select(COMMAND_ANSWERS.ANSWER)
                .from(COMMAND_ANSWERS)
                .where(COMMAND_ANSWERS.GUILD_ID.eq(guildId))
                .and(COMMAND_ANSWERS.INTERACTION_ID.eq(interactionId))
                .fetchOptional(COMMAND_ANSWERS.ANSWER));
  }

  /** Takes the interaction's place, or waits for who has taken it; empty for the first to come. */
  private static String take(DSLContext tx, long guildId, long interactionId) {
    tx.execute(
        """
        INSERT INTO command_answers (guild_id, interaction_id, answer, created_at)
        VALUES (?, ?, '', UTC_TIMESTAMP(3))
        ON DUPLICATE KEY UPDATE interaction_id = command_answers.interaction_id
        """,
        guildId,
        interactionId);
    return tx.select(COMMAND_ANSWERS.ANSWER)
        .from(COMMAND_ANSWERS)
        .where(COMMAND_ANSWERS.GUILD_ID.eq(guildId))
        .and(COMMAND_ANSWERS.INTERACTION_ID.eq(interactionId))
        .fetchSingle()
        .value1();
  }

  private static String answer(DSLContext tx, long guildId, long interactionId, String words) {
    if (words.isEmpty() || words.length() > LONGEST) {
      throw new IllegalArgumentException("An answer has 1 to " + LONGEST + " characters");
    }
    tx.update(COMMAND_ANSWERS)
        .set(COMMAND_ANSWERS.ANSWER, words)
        .where(COMMAND_ANSWERS.GUILD_ID.eq(guildId))
        .and(COMMAND_ANSWERS.INTERACTION_ID.eq(interactionId))
        .execute();
    return words;
  }

  /**
   * Deletes answers of this age, by the database's clock, ten thousand at most; an interaction is
   * refused long before, by the time in its signature.
   *
   * @return how many went
   */
  public int forgetOlderThan(Duration age) {
    return database
        .dsl()
        .execute(
            "DELETE FROM command_answers WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND"
                + " LIMIT "
                + MOST_AT_ONCE,
            age.toSeconds());
  }
}
