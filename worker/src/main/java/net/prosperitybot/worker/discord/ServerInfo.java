package net.prosperitybot.worker.discord;

import java.util.List;

/** What Discord says about a server: who owns it and its roles, {@code @everyone} among them. */
public record ServerInfo(long id, long ownerId, List<Role> roles) {
  public ServerInfo {
    roles = List.copyOf(roles);
  }

  /**
   * A role.
   *
   * @param permissions Discord's bit set
   * @param position rises with rank; two roles may share one
   */
  public record Role(long id, String name, long permissions, int position) {}
}
