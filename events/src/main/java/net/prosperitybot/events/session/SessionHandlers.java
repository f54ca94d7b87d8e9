package net.prosperitybot.events.session;

import java.util.Optional;
import net.prosperitybot.events.awards.MessageIntake;
import net.prosperitybot.events.levelroles.RefusedRoles;
import net.prosperitybot.events.premium.EntitlementRecorder;
import net.prosperitybot.events.servers.DeletedWhileAway;
import net.prosperitybot.events.servers.DeletionRecorder;
import net.prosperitybot.events.servers.MemberListComparison;
import net.prosperitybot.events.servers.MemberRecorder;
import net.prosperitybot.events.servers.ServerRecorder;

/**
 * Who is told of what a session hears.
 *
 * @param entitlements the main bot's only
 */
public record SessionHandlers(
    MessageIntake intake,
    ServerRecorder servers,
    MemberRecorder members,
    MemberListComparison comparison,
    DeletionRecorder deletions,
    DeletedWhileAway deletedWhileAway,
    RefusedRoles refusedRoles,
    Optional<EntitlementRecorder> entitlements) {}
