package net.prosperitybot.events.session;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.User;
import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.channel.ChannelDeleteEvent;
import net.dv8tion.jda.api.events.guild.GuildAvailableEvent;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.guild.GuildLeaveEvent;
import net.dv8tion.jda.api.events.guild.GuildReadyEvent;
import net.dv8tion.jda.api.events.guild.UnavailableGuildLeaveEvent;
import net.dv8tion.jda.api.events.guild.member.GenericGuildMemberEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberJoinEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberRemoveEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberRoleAddEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberRoleRemoveEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberUpdateEvent;
import net.dv8tion.jda.api.events.guild.update.GuildUpdateNameEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.role.RoleDeleteEvent;
import net.dv8tion.jda.api.events.role.update.RoleUpdatePermissionsEvent;
import net.dv8tion.jda.api.events.role.update.RoleUpdatePositionEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.prosperitybot.common.discord.Snowflake;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.events.levelroles.RefusedRoles;
import net.prosperitybot.events.servers.DeletedWhileAway;
import net.prosperitybot.events.servers.DeletionRecorder;
import net.prosperitybot.events.servers.MemberListComparison;
import net.prosperitybot.events.servers.MemberRecorder;
import net.prosperitybot.events.servers.ServerRecorder;

/**
 * Hears the gateway's events, on the thread that reads the gateway: turns each into facts, hands
 * them over and returns.
 */
final class SessionListener implements EventListener {
  private final MessageListener messages;
  private final ServerRecorder servers;
  private final MemberRecorder members;
  private final MemberListComparison comparison;
  private final DeletionRecorder deletions;
  private final DeletedWhileAway deletedWhileAway;
  private final RefusedRoles refusedRoles;
  private final boolean seesMembers;
  private final ShardStates shards;

  /**
   * A listener.
   *
   * @param seesMembers whether the session has the Server Members intent
   */
  SessionListener(SessionHandlers handlers, boolean seesMembers, ShardStates shards) {
    this.messages = new MessageListener(handlers.intake());
    this.servers = handlers.servers();
    this.members = handlers.members();
    this.comparison = handlers.comparison();
    this.deletions = handlers.deletions();
    this.deletedWhileAway = handlers.deletedWhileAway();
    this.refusedRoles = handlers.refusedRoles();
    this.seesMembers = seesMembers;
    this.shards = shards;
  }

  @Override
  public void onEvent(GenericEvent event) {
    // First what comes a thousand times as often as all the rest.
    if (event instanceof MessageReceivedEvent message) {
      messages.heard(message);
      return;
    }
    if (event instanceof RawGatewayEvent raw) {
      onRaw(raw);
      return;
    }
    switch (event) {
      case GuildReadyEvent ready -> present(ready.getGuild());
      case GuildJoinEvent joined -> presentAndCompared(joined.getGuild());
      case GuildAvailableEvent back -> presentAndCompared(back.getGuild());
      case GuildUpdateNameEvent named ->
          servers.renamed(named.getGuild().getIdLong(), named.getNewName());
      case GuildLeaveEvent left -> servers.left(left.getGuild().getIdLong());
      case UnavailableGuildLeaveEvent left -> servers.left(left.getGuildIdLong());
      case GuildMemberJoinEvent joined -> onJoin(joined.getMember());
      case GuildMemberRemoveEvent left -> members.left(key(left.getGuild(), left.getUser()));
      case GuildMemberUpdateEvent changed -> onNamed(changed.getMember());
      case RoleDeleteEvent gone ->
          deletions.roleDeleted(gone.getGuild().getIdLong(), gone.getRole().getIdLong());
      case ChannelDeleteEvent gone -> onChannelDeleted(gone);
      case RoleUpdatePositionEvent moved -> refusedRoles.mayBeGivenNow(idOf(moved.getGuild()));
      case RoleUpdatePermissionsEvent may -> refusedRoles.mayBeGivenNow(idOf(may.getGuild()));
      case GuildMemberRoleAddEvent given -> onOwnRoles(given);
      case GuildMemberRoleRemoveEvent taken -> onOwnRoles(taken);
      case SessionResumeEvent again -> shards.connected(shardOf(again));
      case SessionDisconnectEvent lost -> shards.disconnected(shardOf(lost));
      case ReadyEvent ready -> onNewSession(ready.getJDA());
      case SessionRecreateEvent again -> onNewSession(again.getJDA());
      case ShutdownEvent end -> shards.ended(shardOf(end), end.getCode());
      default -> {
        // Discord has many events that levelling does not ask about.
      }
    }
  }

  /** The library tells nothing of a thread that it does not hold, as it holds no archived one. */
  private void onRaw(RawGatewayEvent event) {
    if (event.getType().equals("THREAD_DELETE")) {
      DataObject thread = event.getPayload();
      deletions.channelDeleted(thread.getLong("guild_id"), thread.getLong("id"));
    }
  }

  /** But of threads, which are heard of as they come. */
  private void onChannelDeleted(ChannelDeleteEvent event) {
    if (event.isFromGuild() && !event.getChannelType().isThread()) {
      deletions.channelDeleted(idOf(event.getGuild()), event.getChannel().getIdLong());
      if (event.getChannel() instanceof IThreadContainer) {
        // Its threads went with it, and nothing is said of them.
        deletedWhileAway.request(idOf(event.getGuild()));
      }
    }
  }

  private void onOwnRoles(GenericGuildMemberEvent event) {
    if (event.getMember().equals(event.getGuild().getSelfMember())) {
      refusedRoles.mayBeGivenNow(idOf(event.getGuild()));
    }
  }

  private void present(Guild guild) {
    servers.present(guild.getIdLong(), guild.getName());
  }

  private void presentAndCompared(Guild guild) {
    present(guild);
    deletedWhileAway.request(idOf(guild));
    if (seesMembers) {
      comparison.request(guild.getIdLong());
    }
  }

  private void onJoin(Member member) {
    members.joined(key(member.getGuild(), member.getUser()), member.getTimeJoined().toInstant());
    onNamed(member);
  }

  private void onNamed(Member member) {
    members.named(key(member.getGuild(), member.getUser()), MessageListener.name(member.getUser()));
  }

  /** After a session that did not resume, anything may have been missed. */
  private void onNewSession(JDA shard) {
    JDA.ShardInfo info = shard.getShardInfo();
    List<Long> available = shard.getGuilds().stream().map(ISnowflake::getIdLong).toList();
    Stream<Long> out = shard.getUnavailableGuilds().stream().map(Snowflake::parse);
    servers.onlyIn(
        guildId -> Snowflake.shardOf(guildId, info.getShardTotal()) == info.getShardId(),
        Stream.concat(available.stream(), out).collect(Collectors.toUnmodifiableSet()),
        guildId -> shard.getGuildById(guildId) != null || shard.isUnavailable(guildId));
    if (seesMembers) {
      available.forEach(comparison::request);
    }
    deletedWhileAway.requestShard(info.getShardTotal(), info.getShardId());
    shards.ready(info.getShardId());
  }

  private static int shardOf(GenericEvent event) {
    return event.getJDA().getShardInfo().getShardId();
  }

  private static long idOf(Guild guild) {
    return guild.getIdLong();
  }

  private static MemberKey key(Guild guild, User user) {
    return new MemberKey(guild.getIdLong(), user.getIdLong());
  }
}
