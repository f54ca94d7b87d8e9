package net.prosperitybot.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.simulator.LocalApplication;
import net.prosperitybot.simulator.LocalChannel;
import net.prosperitybot.simulator.LocalMember;
import net.prosperitybot.simulator.gateway.SessionView;
import net.prosperitybot.simulator.interactions.Invocation;
import net.prosperitybot.simulator.interactions.InvocationResult;

/**
 * Somebody with a bot of their own, and how they use {@code /whitelabel} in a server of theirs.
 *
 * @param where the channel in which they type
 * @param bot their application at Discord
 */
public record Customer(
    LocalStack stack, LocalMember person, LocalChannel where, LocalApplication bot) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Types {@code /whitelabel setup} to the main bot and fills in the form; what it says. */
  public String setUp(String token, String statusText) {
    Invocation form = person.run(where, "/whitelabel setup", stack.bot());
    if (form.awaitAnswer(PATIENCE).modal().isEmpty()) {
      throw new AssertionError("no form: " + form.result());
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("token", token);
    values.put("status_text", statusText);
    return Stage.text(answered(person.submit(form, values)));
  }

  /** What {@code /whitelabel status} of the main bot shows. */
  public String status() {
    return Stage.text(run("/whitelabel status", stack.bot()));
  }

  /**
   * Types {@code /whitelabel actions} and presses {@code start}, {@code stop} or {@code restart}.
   */
  public String act(String button) {
    return press(run("/whitelabel actions", stack.bot()), button + "/" + bot.id());
  }

  /** The same with {@code delete}, which asks back. */
  public String delete() {
    InvocationResult actions = run("/whitelabel actions", stack.bot());
    press(actions, "delete/" + bot.id());
    return press(actions, "delete/" + bot.id() + "/surely");
  }

  private String press(InvocationResult on, String customId) {
    long message = on.message().orElseThrow().id();
    return Stage.text(
        answered(person.click(where.message(message).orElseThrow(), "whitelabel/" + customId)));
  }

  /** Uses a command of one of the bots there. */
  public InvocationResult run(String line, LocalApplication of) {
    return answered(person.run(where, line, of));
  }

  private static InvocationResult answered(Invocation invocation) {
    InvocationResult result = invocation.awaitAnswer(PATIENCE);
    if (result.message().isEmpty()) {
      throw new AssertionError("not answered: " + result);
    }
    return result;
  }

  /** What the database knows of the bot; empty once it is deleted. */
  public Optional<WhitelabelBot> row() {
    return new WhitelabelStore(stack.database()).find(bot.id());
  }

  /** How many connected sessions the bot has at Discord. */
  public long sessions() {
    return bot.sessions().stream().filter(SessionView::connected).count();
  }
}
