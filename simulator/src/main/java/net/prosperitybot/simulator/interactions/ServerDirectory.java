package net.prosperitybot.simulator.interactions;

import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.prosperitybot.simulator.world.Channel;
import net.prosperitybot.simulator.world.Guild;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Role;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;
import org.jspecify.annotations.Nullable;

/**
 * Finds names in a server, or in a direct channel only its two users. Use it while the world stands
 * still.
 */
final class ServerDirectory implements CommandLine.Directory {
  private static final Pattern MENTION = Pattern.compile("<(?:@!?|@&|#)(\\d{1,19})>");

  private final World world;
  private final @Nullable Guild guild;
  private final Channel channel;

  ServerDirectory(World world, @Nullable Guild guild, Channel channel) {
    this.world = world;
    this.guild = guild;
    this.channel = channel;
  }

  @Override
  public OptionalLong user(String text) {
    long id = idIn(text);
    if (id != 0 && world.user(id).isPresent()) {
      return OptionalLong.of(id);
    }
    String name = text.startsWith("@") ? text.substring(1) : text;
    Guild here = guild;
    if (here == null) {
      return first(
          channel.recipients().stream().filter(u -> u.displayName().equals(name)), User::id);
    }
    return first(
        here.members().values().stream().filter(member -> member.goesBy(name)),
        member -> member.user().id());
  }

  @Override
  public OptionalLong role(String text) {
    Guild here = guild;
    if (here == null) {
      return OptionalLong.empty();
    }
    long id = idIn(text);
    String name = text.startsWith("@") && !text.equals("@everyone") ? text.substring(1) : text;
    return first(
        here.roles().stream().filter(role -> role.id() == id || role.name().equalsIgnoreCase(name)),
        Role::id);
  }

  @Override
  public OptionalLong channel(String text) {
    Guild here = guild;
    if (here == null) {
      return OptionalLong.empty();
    }
    long id = idIn(text);
    String name = text.startsWith("#") ? text.substring(1) : text;
    return first(
        here.channels().stream()
            .filter(each -> each.id() == id || each.name().equalsIgnoreCase(name)),
        Channel::id);
  }

  @Override
  public int channelType(long channelId) {
    return world.channel(channelId).map(each -> each.type().number()).orElse(-1);
  }

  private static long idIn(String text) {
    Matcher mention = MENTION.matcher(text);
    return Json.idFrom(mention.matches() ? mention.group(1) : text);
  }

  private static <T> OptionalLong first(Stream<T> found, ToLongFunction<T> id) {
    return found.mapToLong(id).findFirst();
  }
}
