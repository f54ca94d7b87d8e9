package net.prosperitybot.worker.whitelabel;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import net.prosperitybot.common.discord.DiscordText;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.SetupOutcome;
import net.prosperitybot.worker.discord.ApplicationInfo;

/** What a setup says: step by step what was done, and what is left. */
final class SetupWords {
  private final ApplicationInfo application;
  private final boolean installLinkSet;
  private final boolean mayShowAddress;

  /**
   * @param installLinkSet whether we have said how it is added to servers
   * @param mayShowAddress whether our address may be shown: a branded bot never does
   */
  SetupWords(ApplicationInfo application, boolean installLinkSet, boolean mayShowAddress) {
    this.application = application;
    this.installLinkSet = installLinkSet;
    this.mayShowAddress = mayShowAddress;
  }

  static String switchedOff() {
    return "Own bots are not switched on here yet. Whoever runs this bot has to give it a key for"
        + " tokens first; please ask them.";
  }

  static String again(String first) {
    return first.stripTrailing() + "\n`/whitelabel status` shows how far it is.";
  }

  static String noToken() {
    return "That is not a bot's token. Open your application at %s, choose **Bot**, then **Reset Token**, and copy all of what is shown. Nothing was changed."
        .formatted(Links.applications());
  }

  static String tokenRefused(long applicationId) {
    return "Discord does not know this token: it was reset, or copied only in part. Make a new one at %s with **Reset Token**, then run `/whitelabel setup` again. Nothing was changed."
        .formatted(Links.bot(applicationId));
  }

  static String mainBot() {
    return "That is the token of the main bot itself, which can't be anybody's own bot. If you did"
        + " not expect that, whoever runs it should reset that token now. Nothing was changed.";
  }

  static String otherKey(long applicationId) {
    return "This public key is not the one of the bot that the token belongs to. Leave the key out, or copy it from %s. Nothing was changed."
        .formatted(Links.information(applicationId));
  }

  static String noAnswer() {
    return "Discord does not tell me about this bot right now. Nothing was changed; please try again"
        + " in a minute.";
  }

  static String refused(long applicationId) {
    return "Discord refuses to tell me about this bot. Look whether its application at %s is in order, then run `/whitelabel setup` again. Nothing was changed."
        .formatted(Links.information(applicationId));
  }

  static String tooOld() {
    return "This application is so old that its bot has an id of its own, and such a bot can't be run here. Make a new application at %s and set that one up. Nothing was changed."
        .formatted(Links.applications());
  }

  static String full(int most) {
    return "You may have %d own bots, and have as many already. Delete one with `/whitelabel actions` first. Nothing was changed."
        .formatted(most);
  }

  /** What the row says from now on; the lines of the steps follow. */
  String head(SetupOutcome.Done done) {
    String head =
        "%s **%s** is %s.\n"
            .formatted(
                Mark.DONE,
                DiscordText.shortName(application.botName()),
                done.isNew() ? "set up; its token is kept encrypted" : "set up with what you gave");
    if (done.replaced().isEmpty()) {
      return head;
    }
    String gone =
        done.replaced().stream()
            .map(bot -> "**" + DiscordText.shortName(bot.name()) + "**")
            .collect(Collectors.joining(", "));
    return head
        + Mark.DONE
        + " It takes the place of "
        + gone
        + ", which stops; its token is deleted. Members keep their XP.\n";
  }

  String commands(boolean registered) {
    return registered
        ? Mark.DONE + " Its commands are registered."
        : Mark.LATER + " Discord did not take its commands yet; that is tried again by itself.";
  }

  /**
   * @param url where its commands are to go, if that is known
   * @param isAsked whether the bot itself was asked, so that its commands do come here
   */
  String endpoint(EndpointState state, Optional<URI> url, boolean isAsked) {
    return switch (state) {
      case SET ->
          Mark.DONE
              + (url.isPresent() || isAsked
                  ? " Discord sends its commands here."
                  : " The address of its commands ends as it must.");
      case UNKNOWN -> endpointLater();
      case REFUSED -> Mark.LEFT + " " + paste(application.id(), url, mayShowAddress);
    };
  }

  static String endpointLater() {
    return Mark.LATER
        + " Discord does not say whether its commands come here; that is tried again by itself.";
  }

  /** Another service had the bot, as far as the endpoint shows. */
  String movedHere() {
    return Mark.LEFT
        + " Until now they went to another address; what runs there gets them no more.";
  }

  /** With it, Discord lets nobody add the bot by a link alone. */
  Optional<String> codeGrant() {
    return application.requiresCodeGrant()
        ? Optional.of(
            Mark.LEFT
                + " Switch off **Requires OAuth2 Code Grant** at %s, or the link below fails."
                    .formatted(Links.bot(application.id())))
        : Optional.empty();
  }

  /** How the owner tells Discord our address. */
  static String paste(long botId, Optional<URI> url, boolean mayShowAddress) {
    if (url.isPresent() && mayShowAddress) {
      return "Its commands don't come here yet: paste `%s` as **Interactions Endpoint URL** at %s and save."
          .formatted(url.get(), Links.information(botId));
    }
    return url.isPresent()
        ? "Its commands don't come here yet. Run `/whitelabel status` of the main bot: it shows the address to paste as **Interactions Endpoint URL** at %s."
            .formatted(Links.information(botId))
        : "Its commands don't come here yet. Ask whoever runs this service for its public address, then paste it with `/interactions/%d` behind as **Interactions Endpoint URL** at %s."
            .formatted(botId, Links.information(botId));
  }

  String members() {
    return application.maySeeMembers()
        ? Mark.DONE + " The Server Members intent is on."
        : Mark.LEFT + " " + switchOnMembers(application.id());
  }

  /** Said only when we set it: an owner's own choice is theirs. */
  Optional<String> installLink() {
    return installLinkSet
        ? Optional.of(Mark.DONE + " **Add App** in its profile asks for the rights that it needs.")
        : Optional.empty();
  }

  /** How the owner switches the intent on, and what it is for. */
  static String switchOnMembers(long botId) {
    return "Switch on **Server Members Intent** at %s, or the bot does not notice who leaves and comes back."
        .formatted(Links.bot(botId));
  }

  String next() {
    return """
        It starts within about 10 seconds; `/whitelabel status` shows how it is.
        **Add it to your server:** %s
        Then move its role above the level roles in Server Settings › Roles, or it can't give them."""
        .formatted(Links.invite(application.id()));
  }
}
