package net.prosperitybot.common.guilds;

import static net.prosperitybot.common.database.schema.Tables.LEVEL_ROLES;

import java.util.List;
import java.util.Optional;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.levelroles.LevelRole;
import org.jooq.DSLContext;

/**
 * The rules of which role a server gives at which level, and which of these roles could not be
 * given. A role and a level are in one rule at most.
 */
public final class LevelRoleStore {
  /** As many roles as a server of Discord can have. */
  public static final int MOST_RULES = 250;

  private final Database database;

  public LevelRoleStore(Database database) {
    this.database = database;
  }

  /** What became of a new rule. */
  public sealed interface AddOutcome {
    record Added() implements AddOutcome {}

    /** The role is given at this level already. */
    record RoleTaken(int level) implements AddOutcome {}

    /** The level gives this role already. */
    record LevelTaken(long roleId) implements AddOutcome {}

    /** There are {@link #MOST_RULES} rules. */
    record Full() implements AddOutcome {}
  }

  /**
   * A rule, and how its role fares.
   *
   * @param refusedCount how often the role could not be given or taken since the rule was made or
   *     the role could be given again
   */
  public record Listed(LevelRole rule, int refusedCount) {}

  /** Adds a rule as a part of the caller's transaction and raises the settings' version. */
  public static AddOutcome add(DSLContext tx, long guildId, LevelRole rule) {
    GuildSettingsStore.lock(tx, guildId);
    List<LevelRole> rules = rules(tx, guildId);
    for (LevelRole other : rules) {
      if (other.roleId() == rule.roleId()) {
        return new AddOutcome.RoleTaken(other.level());
      }
      if (other.level() == rule.level()) {
        return new AddOutcome.LevelTaken(other.roleId());
      }
    }
    if (rules.size() >= MOST_RULES) {
      return new AddOutcome.Full();
    }
    tx.insertInto(LEVEL_ROLES, LEVEL_ROLES.GUILD_ID, LEVEL_ROLES.ROLE_ID, LEVEL_ROLES.LEVEL)
        .values(guildId, rule.roleId(), rule.level())
        .execute();
    GuildSettingsStore.raiseVersion(tx, guildId);
    return new AddOutcome.Added();
  }

  /**
   * Removes a role's rule as a part of the caller's transaction and raises the settings' version.
   *
   * @return the rule that went; empty when there was none
   */
  public static Optional<LevelRole> remove(DSLContext tx, long guildId, long roleId) {
    GuildSettingsStore.lock(tx, guildId);
    Optional<LevelRole> rule =
        rules(tx, guildId).stream().filter(each -> each.roleId() == roleId).findFirst();
    if (rule.isPresent()) {
      tx.deleteFrom(LEVEL_ROLES)
          .where(LEVEL_ROLES.GUILD_ID.eq(guildId))
          .and(LEVEL_ROLES.ROLE_ID.eq(roleId))
          .execute();
      GuildSettingsStore.raiseVersion(tx, guildId);
    }
    return rule;
  }

  /** The rules by rising level, as a part of the caller's transaction. */
  public static List<LevelRole> rules(DSLContext tx, long guildId) {
    return tx.selectFrom(LEVEL_ROLES)
        .where(LEVEL_ROLES.GUILD_ID.eq(guildId))
        .orderBy(LEVEL_ROLES.LEVEL)
        .fetch(row -> new LevelRole(row.getRoleId(), row.getLevel()));
  }

  /** The rules by rising level, with how they fare. */
  public List<Listed> list(long guildId) {
    return database
        .dsl()
        .selectFrom(LEVEL_ROLES)
        .where(LEVEL_ROLES.GUILD_ID.eq(guildId))
        .orderBy(LEVEL_ROLES.LEVEL)
        .fetch(
            row ->
                new Listed(new LevelRole(row.getRoleId(), row.getLevel()), row.getRefusedCount()));
  }

  /** Counts that a role could not be given or taken: the order of roles, or a permission. */
  public void refused(long guildId, long roleId) {
    database
        .dsl()
        .update(LEVEL_ROLES)
        .set(LEVEL_ROLES.REFUSED_COUNT, LEVEL_ROLES.REFUSED_COUNT.plus(1))
        .where(LEVEL_ROLES.GUILD_ID.eq(guildId))
        .and(LEVEL_ROLES.ROLE_ID.eq(roleId))
        .execute();
  }

  /** The rules whose roles could not be given, by rising level. */
  public List<LevelRole> refusedRules(long guildId) {
    return list(guildId).stream()
        .filter(listed -> listed.refusedCount() > 0)
        .map(Listed::rule)
        .toList();
  }
}
