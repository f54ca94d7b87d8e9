package net.prosperitybot.worker.ignore;

import java.util.Collection;
import java.util.Set;
import java.util.function.LongFunction;
import net.prosperitybot.common.discord.Figures;
import net.prosperitybot.worker.bots.ServingBot;
import net.prosperitybot.worker.replies.Button;
import net.prosperitybot.worker.replies.ButtonRow;
import net.prosperitybot.worker.replies.Embed;
import net.prosperitybot.worker.replies.FittingList;
import net.prosperitybot.worker.replies.MessageBody;

/**
 * A list of what is ignored as a message, and what came of dropping from it what Discord deleted.
 *
 * @param what one of them is, such as "channel"
 * @param title above the list
 * @param mention how one is named
 * @param dropId the custom id of the button that drops
 */
record IgnoreListView(String what, String title, LongFunction<String> mention, String dropId) {
  private static final int LONGEST_LIST = 3500;

  /**
   * @param ignored not empty
   * @param gone those that Discord has deleted
   */
  MessageBody list(ServingBot bot, Collection<Long> ignored, Set<Long> gone) {
    MessageBody body =
        MessageBody.of(
            Embed.by(bot)
                .title(title)
                .description(
                    FittingList.of(
                        ignored.stream()
                            .sorted()
                            .map(id -> gone.contains(id) ? deleted(id) : mention.apply(id))
                            .toList(),
                        ", ",
                        LONGEST_LIST))
                .build());
    return gone.isEmpty()
        ? body
        : body.with(ButtonRow.of(new Button(dropId, "Drop deleted " + what + "s", true)));
  }

  private static String deleted(long id) {
    return "`" + id + "` (deleted)";
  }

  /** What came of dropping. */
  String dropped(long count) {
    if (count == 0) {
      return "No ignored %s is deleted in Discord any more, so nothing was dropped."
          .formatted(what);
    }
    return count == 1
        ? "Dropped 1 %s, which was deleted in Discord.".formatted(what)
        : "Dropped %s %ss, which were deleted in Discord.".formatted(Figures.grouped(count), what);
  }
}
