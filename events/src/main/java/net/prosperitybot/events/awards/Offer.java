package net.prosperitybot.events.awards;

import net.prosperitybot.common.levelling.XpAward;
import net.prosperitybot.common.levelling.XpLedger;
import net.prosperitybot.common.members.UserName;
import net.prosperitybot.events.earning.MessageActivity;

/** What waits in the queue. */
public sealed interface Offer {
  long guildId();

  /** The rules have been asked: the message is to earn. */
  record Decided(XpAward award, UserName name) implements Offer {
    @Override
    public long guildId() {
      return award.member().guildId();
    }
  }

  /**
   * The server's settings were not at hand; the lane asks the rules once it has read them, so that
   * the server's messages stay in order.
   *
   * @param baseXp what was drawn for the message
   * @param presence what the session that heard it knows of who is in the server
   */
  record Undecided(MessageActivity activity, int baseXp, XpLedger.Presence presence)
      implements Offer {
    @Override
    public long guildId() {
      return activity.guildId();
    }
  }
}
