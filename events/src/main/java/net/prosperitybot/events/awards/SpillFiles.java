package net.prosperitybot.events.awards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.MemberKey;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.events.earning.AuthorKind;
import net.prosperitybot.events.earning.MessageActivity;
import net.prosperitybot.events.earning.MessageKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that keep awards from one process to the next when the database is away at the end: JSON
 * lines, the first of which names the format's version.
 *
 * <p>A file appears whole or not at all: it is written under another name, flushed to the disk,
 * then renamed. It is deleted once its awards are committed.
 */
public final class SpillFiles {
  private static final int VERSION = 1;
  private static final String SUFFIX = ".awards.jsonl";
  private static final String WRITER_IS_THERE = "writer_is_there";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger log = LoggerFactory.getLogger(SpillFiles.class);

  private final Path folder;
  private final Counter spilled;
  private final Counter recovered;

  /**
   * The files of one process.
   *
   * @param folder held by this process, see {@link DataFolder}; made when it is needed
   */
  public SpillFiles(Path folder, MeterRegistry meters) {
    this.folder = folder;
    this.spilled = meters.counter("prosperity.awards", "outcome", "spilled");
    this.recovered = meters.counter("prosperity.awards", "outcome", "recovered");
  }

  /**
   * Keeps these offers for the next process.
   *
   * @throws IOException when the disk does not take them; then they are lost
   */
  public void spill(List<Offer> offers) throws IOException {
    if (offers.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    String name = UUID.randomUUID().toString();
    Path unfinished = folder.resolve(name + ".tmp");
    try {
      writeDurably(unfinished, offers);
      Files.move(unfinished, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
      flushFolder();
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    spilled.increment(offers.size());
  }

  /** Writes what earlier processes kept, and deletes each file once that is committed. */
  public void recover(XpWriter writer) throws IOException, InterruptedException {
    for (Path file : waitingFiles()) {
      List<Offer> offers = read(file);
      writer.writeNow(offers);
      Files.delete(file);
      recovered.increment(offers.size());
      log.info("{} awards that an earlier process kept are written", offers.size());
    }
  }

  private List<Path> waitingFiles() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static void writeDurably(Path file, List<Offer> offers) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        BufferedWriter out =
            new BufferedWriter(
                new OutputStreamWriter(
                    Channels.newOutputStream(channel), StandardCharsets.UTF_8))) {
      out.write(JSON.createObjectNode().put("version", VERSION) + "\n");
      for (Offer offer : offers) {
        out.write(line(offer) + "\n");
      }
      out.flush();
      channel.force(true);
    }
  }

  /** So that the new name, too, is on the disk. */
  private void flushFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static List<Offer> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    int version = lines.isEmpty() ? 0 : JSON.readTree(lines.getFirst()).path("version").asInt();
    if (version != VERSION) {
      throw new IOException(
          "%s has format version %d, this release reads %d".formatted(file, version, VERSION));
    }
    List<Offer> offers = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      offers.add(offer(JSON.readTree(line)));
    }
    return offers;
  }

  private static String line(Offer offer) throws JsonProcessingException {
    ObjectNode node = JSON.createObjectNode();
    switch (offer) {
      case Offer.Decided decided -> {
        XpAward award = decided.award();
        putMessage(node, award.member(), award.messageId(), award.channelId(), decided.name());
        node.put("xp", award.xp()).put("cooldown_s", award.cooldown().toSeconds());
        putPresence(node, award.presence());
      }
      case Offer.Undecided open -> {
        MessageActivity activity = open.activity();
        putMessage(
            node, activity.member(), activity.messageId(), activity.channelId(), activity.name());
        node.put("base_xp", open.baseXp());
        putPresence(node, open.presence());
        activity.parentId().ifPresent(id -> node.put("parent", id));
        activity.categoryId().ifPresent(id -> node.put("category", id));
        node.put("author", activity.author().name()).put("kind", activity.kind().name());
        activity.roles().forEach(node.putArray("roles")::add);
      }
    }
    return JSON.writeValueAsString(node);
  }

  private static void putMessage(
      ObjectNode node, MemberKey member, long messageId, long channelId, UserName name) {
    node.put("guild", member.guildId())
        .put("user", member.userId())
        .put("message", messageId)
        .put("channel", channelId)
        .put("username", name.username())
        .put("display_name", name.displayName());
  }

  private static void putPresence(ObjectNode node, XpLedger.Presence presence) {
    node.put(WRITER_IS_THERE, presence == XpLedger.Presence.FROM_MESSAGES);
  }

  /** A file of an earlier release does not say; then nobody is brought back. */
  private static XpLedger.Presence presence(JsonNode node) {
    return node.path(WRITER_IS_THERE).asBoolean()
        ? XpLedger.Presence.FROM_MESSAGES
        : XpLedger.Presence.FROM_MEMBER_EVENTS;
  }

  private static Offer offer(JsonNode node) throws IOException {
    MemberKey member =
        new MemberKey(required(node, "guild").longValue(), required(node, "user").longValue());
    long messageId = required(node, "message").longValue();
    long channelId = required(node, "channel").longValue();
    UserName name =
        new UserName(
            member.userId(),
            required(node, "username").textValue(),
            required(node, "display_name").textValue());
    if (node.has("xp")) {
      Duration cooldown = Duration.ofSeconds(required(node, "cooldown_s").longValue());
      return new Offer.Decided(
          new XpAward(
              member, messageId, channelId, node.get("xp").intValue(), cooldown, presence(node)),
          name);
    }
    Set<Long> roles = new HashSet<>();
    required(node, "roles").forEach(role -> roles.add(role.longValue()));
    MessageActivity activity =
        new MessageActivity(
            member,
            messageId,
            channelId,
            optional(node, "parent"),
            optional(node, "category"),
            AuthorKind.valueOf(required(node, "author").textValue()),
            MessageKind.valueOf(required(node, "kind").textValue()),
            roles,
            name);
    return new Offer.Undecided(activity, required(node, "base_xp").intValue(), presence(node));
  }

  private static JsonNode required(JsonNode node, String field) throws IOException {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IOException("A kept award lacks " + field);
    }
    return value;
  }

  private static OptionalLong optional(JsonNode node, String field) {
    return node.has(field) ? OptionalLong.of(node.get(field).longValue()) : OptionalLong.empty();
  }
}
