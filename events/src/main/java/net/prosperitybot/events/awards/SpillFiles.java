package net.prosperitybot.events.awards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that keep awards from one process to the next when the database is away at the end: JSON
 * lines, the first of which names the format's version.
 *
 * <p>A file is written under another name, flushed to the disk, then renamed, and deleted once its
 * awards are committed. A disk that takes only a part keeps that part, to its last whole line. What
 * a process had not finished when it was killed is read as far as it goes, and a file with
 * something that nobody can read is set aside: neither keeps the next process from its start.
 */
public final class SpillFiles {
  private static final int VERSION = 1;
  private static final String SUFFIX = ".awards.jsonl";
  private static final String UNFINISHED = ".tmp";
  private static final String SET_ASIDE = ".unreadable";
  private static final String WRITER_IS_THERE = "writer_is_there";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger log = LoggerFactory.getLogger(SpillFiles.class);

  private final Path folder;
  private final Counter spilled;
  private final Counter recovered;
  private final Counter lost;

  /**
   * The files of one process.
   *
   * @param folder held by this process, see {@link DataFolder}; made when it is needed
   */
  public SpillFiles(Path folder, MeterRegistry meters) {
    this.folder = folder;
    this.spilled = meters.counter("prosperity.awards", "outcome", "spilled");
    this.recovered = meters.counter("prosperity.awards", "outcome", "recovered");
    this.lost = meters.counter("prosperity.awards", "outcome", "lost");
  }

  /**
   * Keeps these offers for the next process, the first ones where the disk does not take all. The
   * rest is lost, counted, and logged with the reason.
   *
   * @return how many are kept
   */
  public int spill(List<Offer> offers) {
    if (offers.isEmpty()) {
      return 0;
    }
    Kept kept = keep(offers);
    spilled.increment(kept.count());
    int missing = offers.size() - kept.count();
    if (missing > 0) {
      lost.increment(missing);
      log.error(
          "{} of {} awards that waited are lost: DATA_DIR {} does not take them: {}",
          missing,
          offers.size(),
          folder.toAbsolutePath(),
          String.valueOf(kept.problem()));
    }
    return kept.count();
  }

  /** How many were kept, and why no more. */
  private record Kept(int count, @Nullable IOException problem) {}

  private Kept keep(List<Offer> offers) {
    String name = UUID.randomUUID().toString();
    Path unfinished = folder.resolve(name + UNFINISHED);
    try {
      Files.createDirectories(folder);
      Kept kept = writeDurably(unfinished, offers);
      if (kept.count() == 0) {
        Files.deleteIfExists(unfinished);
      } else {
        Files.move(unfinished, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        flushFolder();
      }
      return kept;
    } catch (IOException e) {
      // Whatever of it is there, the next process finds under either name.
      return new Kept(0, e);
    }
  }

  /** Writes what earlier processes kept, and deletes each file once that is committed. */
  public void recover(XpWriter writer) throws IOException, InterruptedException {
    for (Path file : waitingFiles()) {
      Content content = read(file);
      writer.writeNow(content.offers());
      if (content.unreadable() == 0) {
        Files.delete(file);
      } else {
        Path aside = file.resolveSibling(file.getFileName() + SET_ASIDE);
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        lost.increment(content.unreadable());
        log.error("{} kept awards can't be read; they are in {}", content.unreadable(), aside);
      }
      if (!content.offers().isEmpty()) {
        recovered.increment(content.offers().size());
        log.info("{} awards that an earlier process kept are written", content.offers().size());
      }
    }
  }

  private List<Path> waitingFiles() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(SpillFiles::isWaiting).sorted().toList();
    }
  }

  private static boolean isWaiting(Path file) {
    String name = file.toString();
    return name.endsWith(SUFFIX) || name.endsWith(UNFINISHED);
  }

  /** Line by line, so that what does not fit is cut off where a line begins. */
  private static Kept writeDurably(Path file, List<Offer> offers) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int written = 0;
      @Nullable IOException problem = append(channel, firstLine());
      while (problem == null && written < offers.size()) {
        problem = append(channel, line(offers.get(written)));
        if (problem == null) {
          written++;
        }
      }
      channel.force(true);
      return new Kept(written, problem);
    }
  }

  /** Returns why the line was not taken; then nothing of it is in the file. */
  private static @Nullable IOException append(FileChannel channel, String line) throws IOException {
    long before = channel.position();
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return null;
    } catch (IOException e) {
      channel.truncate(before);
      return e;
    }
  }

  private static String firstLine() {
    return JSON.createObjectNode().put("version", VERSION).toString();
  }

  /** So that the new name, too, is on the disk. */
  private void flushFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a file holds, and how many of its lines can't be read. */
  private record Content(List<Offer> offers, int unreadable) {}

  private static Content read(Path file) throws IOException {
    List<String> lines = wholeLines(file);
    if (lines.isEmpty()) {
      return new Content(List.of(), 0);
    }
    int version = JSON.readTree(lines.getFirst()).path("version").asInt();
    if (version != VERSION) {
      throw new IOException(
          "%s has format version %d, this release reads %d".formatted(file, version, VERSION));
    }
    List<Offer> offers = new ArrayList<>();
    int unreadable = 0;
    for (String line : lines.subList(1, lines.size())) {
      try {
        offers.add(offer(JSON.readTree(line)));
      } catch (IOException | IllegalArgumentException e) {
        unreadable++;
      }
    }
    return new Content(offers, unreadable);
  }

  /** Without the beginning of one that was never finished. */
  private static List<String> wholeLines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
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
