package net.prosperitybot.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who may do what where. */
class PermissionsTest {
  private final World world = new World(InstantSource.system(), new SplittableRandom(1), 100);
  private final Servers servers = world.servers();
  private final User owner = servers.createUser("owner", User.Kind.PERSON, null);
  private final Guild guild = servers.createGuild("Home", owner);
  private final Member ann = servers.join(guild, servers.createUser("ann", User.Kind.PERSON, null));
  private final Channel channel = servers.createChannel(guild, ChannelType.TEXT, "general", 0, 0);
  private final Role role = servers.createRole(guild, "Role", 0);

  private boolean may(long permission) {
    return Permissions.has(Permissions.in(guild, ann, channel), permission);
  }

  private void overwrite(long subject, boolean member, long allow, long deny) {
    servers.overwrite(guild, channel, new Overwrite(subject, member, allow, deny));
  }

  @Test
  void theOwnerMayEverythingEverywhere() {
    overwrite(guild.id(), false, 0, Permissions.VIEW_CHANNEL);
    Member self = guild.member(owner.id()).orElseThrow();
    assertEquals(Permissions.ALL, Permissions.in(guild, self, channel));
  }

  @Test
  void anAdministratorIsNotBoundByOverwrites() {
    overwrite(guild.id(), false, 0, Permissions.VIEW_CHANNEL);
    servers.editRole(guild, role, new Servers.RoleEdit.Permit(Permissions.ADMINISTRATOR));
    servers.giveRole(guild, ann, role);
    assertTrue(may(Permissions.MANAGE_ROLES));
  }

  @Test
  void aRoleAllowsWhatEveryoneIsDenied() {
    overwrite(guild.id(), false, 0, Permissions.SEND_MESSAGES);
    assertFalse(may(Permissions.SEND_MESSAGES));
    overwrite(role.id(), false, Permissions.SEND_MESSAGES, 0);
    servers.giveRole(guild, ann, role);
    assertTrue(may(Permissions.SEND_MESSAGES));
  }

  @Test
  void amongRolesAnAllowanceWins() {
    Role other = servers.createRole(guild, "Other", 0);
    servers.giveRole(guild, ann, role);
    servers.giveRole(guild, ann, other);
    overwrite(role.id(), false, Permissions.SEND_MESSAGES, 0);
    overwrite(other.id(), false, 0, Permissions.SEND_MESSAGES);
    assertTrue(may(Permissions.SEND_MESSAGES));
  }

  @Test
  void theMembersOwnOverwriteHasTheLastWord() {
    overwrite(role.id(), false, Permissions.SEND_MESSAGES, 0);
    servers.giveRole(guild, ann, role);
    overwrite(ann.user().id(), true, 0, Permissions.SEND_MESSAGES);
    assertFalse(may(Permissions.SEND_MESSAGES));
  }

  @Test
  void whoCannotSeeAChannelCanDoNothingThere() {
    overwrite(guild.id(), false, 0, Permissions.VIEW_CHANNEL);
    assertEquals(0, Permissions.in(guild, ann, channel));
  }

  @Test
  void whoCannotWriteCannotEmbed() {
    overwrite(guild.id(), false, 0, Permissions.SEND_MESSAGES);
    assertFalse(may(Permissions.EMBED_LINKS));
    assertTrue(may(Permissions.READ_MESSAGE_HISTORY));
  }

  @Test
  void aThreadAsksItsParent() {
    Channel thread =
        servers.createChannel(guild, ChannelType.PUBLIC_THREAD, "thread", channel.id(), owner.id());
    overwrite(guild.id(), false, 0, Permissions.SEND_MESSAGES);
    long may = Permissions.in(guild, ann, thread);
    assertTrue(Permissions.has(may, Permissions.SEND_MESSAGES_IN_THREADS));
    overwrite(guild.id(), false, 0, Permissions.VIEW_CHANNEL);
    assertEquals(0, Permissions.in(guild, ann, thread));
  }

  @Test
  void ofTwoRolesAtOnePositionTheOlderIsHigher() {
    Role younger = servers.createRole(guild, "Younger", 0);
    younger.place(role.position());
    servers.giveRole(guild, ann, role);
    assertTrue(guild.outranks(ann, younger));
    assertFalse(guild.outranks(ann, role));
  }

  @Test
  void aNewRoleIsTheLowestAndAnInvitedBotStandsAboveAll() {
    Role lowest = servers.createRole(guild, "Lowest", 0);
    assertEquals(1, lowest.position());
    assertEquals(2, role.position());
    Application bot = world.applications().create("Bot", owner);
    Member member = servers.invite(guild, bot, 0);
    assertTrue(guild.outranks(member, role));
    servers.moveRole(guild, lowest, 99);
    assertFalse(guild.outranks(member, lowest));
  }
}
