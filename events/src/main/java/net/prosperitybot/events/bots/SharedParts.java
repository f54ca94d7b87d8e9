package net.prosperitybot.events.bots;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import net.prosperitybot.common.database.Database;
import net.prosperitybot.common.guilds.GuildStore;
import net.prosperitybot.events.awards.KnownNames;
import net.prosperitybot.events.awards.XpQueue;
import net.prosperitybot.events.background.OrderedWrites;
import net.prosperitybot.events.delivery.Deliveries;
import net.prosperitybot.events.earning.CooldownMarks;
import net.prosperitybot.events.gauges.GaugeSums;
import net.prosperitybot.events.jobs.JobRunners;
import net.prosperitybot.events.premium.EntitlementRecorder;
import net.prosperitybot.events.session.SessionResources;
import net.prosperitybot.events.settings.GuildSettingsCache;

/**
 * What all bots of a process use; closed by whoever made it, after the bots.
 *
 * @param process a name for this process that no other has, at most 36 characters
 * @param random safe for use by several threads
 * @param clock the machine's, for words and ids; what coordinates goes by the database's
 */
public record SharedParts(
    String process,
    Database database,
    SessionResources sessions,
    GuildStore guilds,
    GuildSettingsCache settings,
    CooldownMarks marks,
    KnownNames names,
    XpQueue queue,
    OrderedWrites writes,
    Deliveries deliveries,
    JobRunners jobs,
    EntitlementRecorder entitlements,
    RandomGenerator random,
    InstantSource clock,
    GaugeSums gauges,
    MeterRegistry meters) {}
