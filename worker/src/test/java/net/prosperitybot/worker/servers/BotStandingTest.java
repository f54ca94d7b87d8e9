package net.prosperitybot.worker.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.prosperitybot.worker.discord.ChannelInfo;
import net.prosperitybot.worker.discord.ChannelKind;
import net.prosperitybot.worker.discord.ServerInfo;
import org.junit.jupiter.api.Test;

class BotStandingTest {
  private static final long SERVER = 100;
  private static final long OWNER = 200;
  private static final long BOT = 300;
  private static final long ADMINISTRATOR = 1L << 3;
  private static final long VIEW = 1L << 10;
  private static final long SEND = 1L << 11;
  private static final long CONNECT = 1L << 20;
  private static final long MANAGE_ROLES = 1L << 28;

  private static final ServerInfo.Role EVERYONE = role(SERVER, 0, VIEW | SEND);
  private static final ServerInfo.Role LOW = role(11, 1, 0);
  private static final ServerInfo.Role OWN = role(12, 2, MANAGE_ROLES);
  private static final ServerInfo.Role HIGH = role(13, 3, ADMINISTRATOR);

  @Test
  void rightsAreThoseOfEveryoneAndOfTheBotsRolesTogether() {
    assertTrue(holding(OWN).has(Right.MANAGE_ROLES));
    assertTrue(holding(OWN).has(Right.VIEW_CHANNEL));
    assertFalse(holding(OWN).has(Right.ADMINISTRATOR));
    assertFalse(holding().has(Right.MANAGE_ROLES));
    assertFalse(holding(LOW).has(Right.MANAGE_ROLES));
  }

  @Test
  void administratorsAndTheOwnerMayEverything() {
    assertTrue(holding(HIGH).has(Right.MANAGE_ROLES));
    BotStanding owner = new BotStanding(OWNER, server(), Set.of());
    assertTrue(owner.has(Right.MANAGE_ROLES));
    ChannelInfo closed = channel(ChannelKind.VOICE, overwrite(SERVER, 0, VIEW | SEND | CONNECT));
    assertEquals(Set.of(), holding(HIGH).missingToWrite(closed));
    assertEquals(Set.of(), owner.missingToWrite(closed));
  }

  @Test
  void onlyRolesBelowTheHighestOwnOneCanBeGiven() {
    assertTrue(holding(OWN).isAbove(LOW));
    assertFalse(holding(OWN).isAbove(OWN));
    assertFalse(holding(OWN).isAbove(HIGH));
    assertTrue(holding(LOW, HIGH).isAbove(OWN));
    assertFalse(holding().isAbove(LOW));
    assertTrue(holding(LOW).isAbove(EVERYONE));
  }

  @Test
  void administratorsAreBoundByTheOrderOfRolesTooButTheOwnerIsNot() {
    assertFalse(holding(HIGH).isAbove(HIGH));
    assertTrue(new BotStanding(OWNER, server(), Set.of()).isAbove(HIGH));
  }

  @Test
  void ofTwoRolesAtOnePositionTheOlderIsHigher() {
    ServerInfo.Role older = role(20, 5, 0);
    ServerInfo.Role younger = role(21, 5, 0);
    ServerInfo server = new ServerInfo(SERVER, OWNER, List.of(EVERYONE, older, younger));
    assertTrue(new BotStanding(BOT, server, Set.of(older.id())).isAbove(younger));
    assertFalse(new BotStanding(BOT, server, Set.of(younger.id())).isAbove(older));
  }

  @Test
  void overwritesCountForEveryoneThenForRolesTogetherThenForTheBot() {
    assertEquals(Set.of(), missing());
    assertEquals(Set.of(Right.SEND_MESSAGES), missing(overwrite(SERVER, 0, SEND)));
    assertEquals(Set.of(), missing(overwrite(SERVER, 0, SEND), overwrite(OWN.id(), SEND, 0)));
    assertEquals(
        Set.of(),
        missing(overwrite(OWN.id(), SEND, 0), overwrite(LOW.id(), 0, SEND)),
        "of the bot's roles, one that allows wins");
    assertEquals(
        Set.of(Right.SEND_MESSAGES),
        missing(overwrite(OWN.id(), SEND, 0), overwrite(BOT, 0, SEND)));
    assertEquals(
        Set.of(),
        missing(
            overwrite(SERVER, 0, VIEW | SEND),
            overwrite(LOW.id(), 0, VIEW | SEND),
            overwrite(BOT, VIEW | SEND, 0)));
    assertEquals(Set.of(), missing(overwrite(HIGH.id(), 0, VIEW)), "not a role of the bot");
  }

  @Test
  void whatIsMissingIsNamedAndVoiceChannelsMustBeJoinedToWriteInThem() {
    assertEquals(
        Set.of(Right.VIEW_CHANNEL, Right.SEND_MESSAGES),
        missing(overwrite(SERVER, 0, VIEW | SEND)));
    assertEquals(Set.of(Right.CONNECT), holding(OWN).missingToWrite(channel(ChannelKind.VOICE)));
    assertEquals(
        Set.of(),
        holding(OWN).missingToWrite(channel(ChannelKind.VOICE, overwrite(BOT, CONNECT, 0))));
  }

  @Test
  void aRoleThatIsGoneIsNotThere() {
    assertEquals(Optional.of(LOW), holding().role(LOW.id()));
    assertEquals(Optional.empty(), holding().role(999));
  }

  private static Set<Right> missing(ChannelInfo.Overwrite... overwrites) {
    return holding(LOW, OWN).missingToWrite(channel(ChannelKind.TEXT, overwrites));
  }

  private static BotStanding holding(ServerInfo.Role... roles) {
    return new BotStanding(
        BOT, server(), Set.copyOf(Arrays.stream(roles).map(ServerInfo.Role::id).toList()));
  }

  private static ServerInfo server() {
    return new ServerInfo(SERVER, OWNER, List.of(EVERYONE, LOW, OWN, HIGH));
  }

  private static ServerInfo.Role role(long id, int position, long permissions) {
    return new ServerInfo.Role(id, "role" + id, permissions, position);
  }

  private static ChannelInfo channel(ChannelKind kind, ChannelInfo.Overwrite... overwrites) {
    return new ChannelInfo(7, kind, List.of(overwrites));
  }

  private static ChannelInfo.Overwrite overwrite(long id, long allow, long deny) {
    return new ChannelInfo.Overwrite(id, allow, deny);
  }
}
