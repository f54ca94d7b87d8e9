package net.prosperitybot.simulator;

import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Role;
import net.prosperitybot.simulator.world.Servers.RoleEdit;
import org.jspecify.annotations.Nullable;

/** A role of a server. */
public final class LocalRole {
  private final LocalDiscord discord;
  private final Guild guild;
  private final Role role;

  LocalRole(LocalDiscord discord, Guild guild, Role role) {
    this.discord = discord;
    this.guild = guild;
    this.role = role;
  }

  public long id() {
    return role.id();
  }

  public String name() {
    return role.name();
  }

  public int position() {
    return discord.world().still(role::position);
  }

  public String mention() {
    return "<@&" + id() + ">";
  }

  Role role() {
    return role;
  }

  public LocalRole rename(String name) {
    return edit(new RoleEdit.Name(name));
  }

  /** Sets exactly these permission bits. */
  public LocalRole permit(long permissions) {
    return edit(new RoleEdit.Permit(permissions));
  }

  /** Sets the colour as 0xRRGGBB; 0 for none. */
  public LocalRole color(int rgb) {
    return edit(new RoleEdit.Color(rgb));
  }

  public LocalRole mentionable() {
    return edit(new RoleEdit.Mentionable(true));
  }

  /** Moves it; 1 is the lowest place. */
  public LocalRole moveTo(int position) {
    discord.world().servers().moveRole(guild, role, position);
    return this;
  }

  public void delete() {
    discord.world().servers().deleteRole(guild, role);
  }

  private LocalRole edit(RoleEdit edit) {
    discord.world().servers().editRole(guild, role, edit);
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalRole same && same.id() == id();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id());
  }

  @Override
  public String toString() {
    return "@" + name();
  }
}
