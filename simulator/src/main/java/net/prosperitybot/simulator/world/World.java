package net.prosperitybot.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.prosperitybot.simulator.gateway.Dispatch;
import net.prosperitybot.simulator.gateway.GatewayApplication;
import net.prosperitybot.simulator.gateway.GatewayWorld;

/**
 * All that exists, behind one lock. The parts that change it ({@link Servers}, {@link Messages},
 * {@link Applications}) work under that lock and publish before they leave it, so that the order of
 * events is the order of what happened.
 */
public final class World implements GatewayWorld {
  static final Duration NONCE_MEMORY = Duration.ofMinutes(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private final int keptMessages;
  private final Snowflakes snowflakes;
  private final List<Publisher> publishers = new CopyOnWriteArrayList<>();
  private final List<Change.Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<SessionEnder> enders = new CopyOnWriteArrayList<>();
  private final Map<Long, Application> applications = new LinkedHashMap<>();
  private final Map<String, Application> applicationsByToken = new HashMap<>();
  private final Map<Long, User> users = new LinkedHashMap<>();
  private final Map<Long, Guild> guilds = new LinkedHashMap<>();
  private final Map<Long, Channel> channels = new HashMap<>();
  private final Servers servers;
  private final Messages messages;
  private final Applications applicationBook;
  private final Shop shop;

  /**
   * @param keptMessages how many messages a channel keeps before it forgets the oldest
   */
  public World(InstantSource clock, RandomGenerator random, int keptMessages) {
    this.clock = clock;
    this.keptMessages = keptMessages;
    this.snowflakes = new Snowflakes(clock);
    this.servers = new Servers(this);
    this.messages = new Messages(this);
    this.applicationBook = new Applications(this, random);
    this.shop = new Shop(this);
  }

  public Servers servers() {
    return servers;
  }

  public Messages messages() {
    return messages;
  }

  public Applications applications() {
    return applicationBook;
  }

  public Shop shop() {
    return shop;
  }

  public Instant now() {
    return clock.instant();
  }

  /** From now on this publisher hears of every event. */
  public void attach(Publisher publisher) {
    publishers.add(publisher);
  }

  /** From now on this listener hears of every change. */
  public void attach(Change.Listener listener) {
    listeners.add(listener);
  }

  /** From now on this one ends sessions. */
  public void attach(SessionEnder ender) {
    enders.add(ender);
  }

  void endSessions(long applicationId, long intents, int closeCode) {
    enders.forEach(ender -> ender.end(applicationId, intents, closeCode));
  }

  public void detach(Change.Listener listener) {
    listeners.remove(listener);
  }

  @Override
  public <T> T still(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** A new unique id of now. */
  public long nextId() {
    return still(snowflakes::next);
  }

  long idAt(Instant time) {
    return snowflakes.at(time);
  }

  int keptMessages() {
    return keptMessages;
  }

  // Finding

  public Optional<Guild> guild(long id) {
    return still(() -> Optional.ofNullable(guilds.get(id)));
  }

  public Optional<User> user(long id) {
    return still(() -> Optional.ofNullable(users.get(id)));
  }

  public Optional<Channel> channel(long id) {
    return still(() -> Optional.ofNullable(channels.get(id)));
  }

  public Optional<Application> application(long id) {
    return still(() -> Optional.ofNullable(applications.get(id)));
  }

  public Optional<Application> applicationByToken(String token) {
    return still(() -> Optional.ofNullable(applicationsByToken.get(token)));
  }

  public List<Guild> guilds() {
    return still(() -> List.copyOf(guilds.values()));
  }

  public List<Application> allApplications() {
    return still(() -> List.copyOf(applications.values()));
  }

  public List<User> people() {
    return still(() -> users.values().stream().filter(user -> !user.bot()).toList());
  }

  /** What a member may do in a channel; nothing for who is not in the server. */
  public long permissions(long userId, Channel channel) {
    return still(
        () ->
            guild(channel.guildId())
                .flatMap(guild -> guild.member(userId).map(m -> Permissions.in(guild, m, channel)))
                .orElse(0L));
  }

  Guild guildOf(Channel channel) {
    return guild(channel.guildId()).orElseThrow(Refusal::unknownGuild);
  }

  // Keeping, for the parts of the world

  void add(User user) {
    users.put(user.id(), user);
  }

  void add(Guild guild) {
    guilds.put(guild.id(), guild);
  }

  void add(Channel channel) {
    channels.put(channel.id(), channel);
  }

  void removeChannel(long channelId) {
    channels.remove(channelId);
  }

  void add(Application application) {
    applications.put(application.id(), application);
    applicationsByToken.put(application.token(), application);
  }

  void replaceToken(Application application, String token) {
    applicationsByToken.remove(application.token());
    application.token(token);
    applicationsByToken.put(token, application);
  }

  void removeApplication(Application application) {
    applications.remove(application.id());
    users.remove(application.id());
    applicationsByToken.remove(application.token());
  }

  /** The direct channels of a person, oldest first. */
  public List<Channel> directChannelsOf(User person) {
    return still(
        () ->
            channels.values().stream()
                .filter(channel -> channel.recipients().contains(person))
                .sorted(Comparator.comparingLong(Channel::id))
                .toList());
  }

  // Telling

  void publish(String type, long guildId, long intents, ObjectNode data, Collection<Long> to) {
    publish(new Dispatch(type, guildId, intents, data, data, Set.of()), to);
  }

  void publish(Dispatch event, Collection<Long> to) {
    if (to.isEmpty()) {
      return;
    }
    for (Publisher publisher : publishers) {
      publisher.publish(event, to);
    }
  }

  void tell(Change.Kind kind, long guildId, long channelId, long subjectId) {
    if (listeners.isEmpty()) {
      return;
    }
    Change change = new Change(kind, guildId, channelId, subjectId);
    for (Change.Listener listener : listeners) {
      listener.changed(change);
    }
  }

  /** An event for one application alone, whatever its intents. */
  public void publishTo(Application receiver, String type, long guildId, ObjectNode data) {
    locked(() -> publish(type, guildId, 0, data, List.of(receiver.id())));
  }

  // What the gateway asks

  @Override
  public Optional<GatewayApplication> applicationOf(String botToken) {
    return still(
        () ->
            Optional.ofNullable(applicationsByToken.get(botToken))
                .map(
                    application ->
                        new GatewayApplication(
                            application.id(),
                            application.bot().ownJson(),
                            application.grantedIntents(),
                            application.flags(),
                            application.maxConcurrency())));
  }

  @Override
  public void identifiedTooOften(long applicationId) {
    application(applicationId).ifPresent(applicationBook::resetToken);
  }

  @Override
  public void sessionsChanged(long applicationId) {
    locked(() -> tell(Change.Kind.APPLICATION, 0, 0, applicationId));
  }

  @Override
  public List<Long> guildIdsOf(long applicationId) {
    return still(
        () ->
            guilds.values().stream()
                .filter(guild -> guild.member(applicationId).isPresent())
                .map(Guild::id)
                .sorted()
                .toList());
  }

  @Override
  public ObjectNode guildCreate(long applicationId, long guildId, long intents) {
    return still(
        () ->
            known(guildId)
                .createEvent(
                    application(applicationId).orElseThrow(Refusal::unknownApplication), intents));
  }

  private Guild known(long guildId) {
    return guild(guildId).orElseThrow(Refusal::unknownGuild);
  }

  @Override
  public boolean unavailable(long guildId) {
    return guild(guildId).filter(Guild::unavailable).isPresent();
  }

  @Override
  public List<ObjectNode> members(long guildId) {
    return still(
        () -> {
          List<ObjectNode> out = new ArrayList<>();
          known(guildId).members().values().forEach(member -> out.add(member.json()));
          return out;
        });
  }

  @Override
  public List<ObjectNode> members(long guildId, Collection<Long> userIds) {
    return still(
        () ->
            userIds.stream()
                .distinct()
                .sorted()
                .flatMap(id -> known(guildId).member(id).stream())
                .map(Member::json)
                .toList());
  }
}
