package net.prosperitybot.worker.whitelabel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.prosperitybot.common.config.Secret;
import net.prosperitybot.common.interactions.AnswerStore;
import net.prosperitybot.common.tokens.TokenVault;
import net.prosperitybot.common.whitelabel.EndpointState;
import net.prosperitybot.common.whitelabel.NewBot;
import net.prosperitybot.common.whitelabel.SetupOutcome;
import net.prosperitybot.common.whitelabel.WhitelabelBot;
import net.prosperitybot.common.whitelabel.WhitelabelStore;
import net.prosperitybot.worker.bots.BotDirectory;
import net.prosperitybot.worker.discord.ApplicationChange;
import net.prosperitybot.worker.discord.ApplicationInfo;
import net.prosperitybot.worker.interactions.Origin;
import net.prosperitybot.worker.registration.BrandedRegistrations;
import net.prosperitybot.worker.replies.Reply;
import net.prosperitybot.worker.signatures.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a bot up from its token alone: reads and sets at Discord all that the token lets us, and
 * says what is left to do.
 *
 * <p>What the row needs comes first, then the row, then what needs the row: Discord asks our
 * address for a PING at the moment that it is set. All but the row may be done twice.
 */
final class SetupDesk {
  private static final Logger log = LoggerFactory.getLogger(SetupDesk.class);

  private final WhitelabelRules rules;
  private final AnswerStore answers;
  private final WhitelabelStore bots;
  private final TokenVault vault;
  private final PremiumDesk premium;
  private final Portal portal;
  private final BrandedRegistrations registrations;
  private final EndpointDesk endpoints;
  private final Farewell farewell;
  private final BotDirectory directory;
  private final BrandedTokens tokens;

  SetupDesk(
      WhitelabelRules rules,
      AnswerStore answers,
      WhitelabelStore bots,
      TokenVault vault,
      PremiumDesk premium,
      Portal portal,
      BrandedRegistrations registrations,
      EndpointDesk endpoints,
      Farewell farewell,
      BotDirectory directory,
      BrandedTokens tokens) {
    this.rules = rules;
    this.answers = answers;
    this.bots = bots;
    this.vault = vault;
    this.premium = premium;
    this.portal = portal;
    this.registrations = registrations;
    this.endpoints = endpoints;
    this.farewell = farewell;
    this.directory = directory;
    this.tokens = tokens;
  }

  /**
   * What somebody gave to set a bot up with.
   *
   * @param token as it was typed
   * @param publicKey as it was typed
   * @param statusText 1 to 128 characters; empty leaves it as it is
   */
  record Given(Secret token, Optional<String> publicKey, Optional<String> statusText) {}

  /** What the row was made of, and the words for it. */
  private record Written(SetupOutcome.Done done, String head) {}

  /** Whether this installation can keep tokens at all. */
  boolean isSwitchedOn() {
    return !vault.isEmpty();
  }

  Reply setUp(Origin origin, long guildId, Given given) {
    Optional<String> before = answers.first(guildId, origin.interactionId());
    if (before.isPresent()) {
      return Reply.privately(SetupWords.again(before.get()));
    }
    if (!premium.of(origin).works()) {
      return premium.invitation(origin);
    }
    return Reply.privately(
        GivenToken.parse(given.token().reveal())
            .map(token -> setUp(origin, guildId, given, token))
            .orElseGet(SetupWords::noToken));
  }

  private String setUp(Origin origin, long guildId, Given given, GivenToken token) {
    if (token.applicationId() == rules.mainBotId()) {
      return SetupWords.mainBot();
    }
    return switch (portal.look(token.token())) {
      case Portal.Told told -> setUp(origin, guildId, given, token.token(), told.application());
      case Portal.TokenRefused refused -> SetupWords.tokenRefused(token.applicationId());
      case Portal.Refused refused -> SetupWords.refused(token.applicationId());
      case Portal.Silent silence -> SetupWords.noAnswer();
    };
  }

  private String setUp(
      Origin origin, long guildId, Given given, Secret token, ApplicationInfo application) {
    Optional<String> refusal = refusal(origin, given, application);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    ApplicationInfo allowed = allowMembers(token, application);
    SetupWords words =
        new SetupWords(
            allowed, setInstallLink(token, allowed), origin.bot().id() == rules.mainBotId());
    AtomicReference<Optional<SetupOutcome.Done>> done = new AtomicReference<>(Optional.empty());
    String head =
        answers.once(
            guildId,
            origin.interactionId(),
            tx -> {
              done.set(Optional.empty());
              SetupOutcome outcome =
                  WhitelabelStore.setUp(tx, newBot(origin, token, allowed), rules.botsPerUser());
              return switch (outcome) {
                case SetupOutcome.Full full -> SetupWords.full(full.most());
                case SetupOutcome.Done is -> {
                  given
                      .statusText()
                      .ifPresent(
                          text ->
                              WhitelabelStore.setStatusText(
                                  tx,
                                  origin.caller().userId(),
                                  application.id(),
                                  Optional.of(text)));
                  done.set(Optional.of(is));
                  yield words.head(is);
                }
              };
            });
    return done.get()
        .map(is -> finish(origin, token, allowed, words, new Written(is, head)))
        .orElse(head);
  }

  private Optional<String> refusal(Origin origin, Given given, ApplicationInfo application) {
    if (application.id() == rules.mainBotId()) {
      return Optional.of(SetupWords.mainBot());
    }
    if (application.id() != application.botId()) {
      return Optional.of(SetupWords.tooOld());
    }
    if (isFull(origin.caller().userId(), application.id())) {
      return Optional.of(SetupWords.full(rules.botsPerUser()));
    }
    try {
      PublicKey.parse(application.publicKey());
    } catch (IllegalArgumentException e) {
      return Optional.of(SetupWords.noAnswer());
    }
    String key = application.publicKey();
    return given
        .publicKey()
        .map(typed -> typed.strip().toLowerCase(Locale.ROOT))
        .filter(typed -> !typed.isEmpty() && !typed.equals(key.toLowerCase(Locale.ROOT)))
        .map(other -> SetupWords.otherKey(application.id()));
  }

  /** A look before anything is changed at Discord; the one that counts goes with the row. */
  private boolean isFull(long ownerId, long botId) {
    List<WhitelabelBot> own = bots.ofOwner(ownerId);
    return rules.botsPerUser() > 1
        && own.size() >= rules.botsPerUser()
        && own.stream().noneMatch(bot -> bot.botId() == botId);
  }

  private NewBot newBot(Origin origin, Secret token, ApplicationInfo application) {
    return new NewBot(
        application.id(),
        origin.caller().userId(),
        application.botName(),
        application.avatar(),
        vault.seal(application.id(), token),
        application.publicKey(),
        application.flags());
  }

  /** Before the row, so that its first session may ask for the intent already. */
  private ApplicationInfo allowMembers(Secret token, ApplicationInfo application) {
    if (application.maySeeMembers()) {
      return application;
    }
    return switch (portal.change(token, ApplicationChange.allowMembers(application))) {
      case Portal.Told told -> told.application();
      case Portal.TokenRefused refused -> application;
      case Portal.Refused refused -> application;
      case Portal.Silent silence -> application;
    };
  }

  /** An owner's own choice stays. Discord refuses such a link for bots that only they may add. */
  private boolean setInstallLink(Secret token, ApplicationInfo application) {
    return !application.hasInstallLink()
        && application.isPublic()
        && isTaken(
            portal.change(token, ApplicationChange.installLink(application, Links.PERMISSIONS)));
  }

  /**
   * What needs the row, which stands whatever goes wrong from here on. The new bot comes first: the
   * old ones may keep us waiting.
   */
  private String finish(
      Origin origin, Secret token, ApplicationInfo application, SetupWords words, Written row) {
    changed(application.id());
    row.done().replaced().forEach(gone -> changed(gone.botId()));
    String answer;
    try {
      answer = row.head() + steps(origin, token, application, words);
    } catch (RuntimeException e) {
      log.error("What comes after the setup of {} failed", application.id(), e);
      answer = SetupWords.again(row.head());
    }
    row.done().replaced().forEach(farewell::say);
    return answer;
  }

  private String steps(Origin origin, Secret token, ApplicationInfo application, SetupWords words) {
    long botId = application.id();
    List<String> lines = new ArrayList<>();
    lines.add(words.commands(registered(botId, token)));
    EndpointState endpoint = endpoint(origin, token, application);
    lines.add(
        words.endpoint(endpoint, rules.address().endpoint(botId), origin.bot().id() == botId));
    if (endpoint == EndpointState.SET && isElsewhere(origin, application)) {
      lines.add(words.movedHere());
    }
    lines.add(words.members());
    words.installLink().ifPresent(lines::add);
    words.codeGrant().ifPresent(lines::add);
    lines.add(words.next());
    return String.join("\n", lines);
  }

  private void changed(long botId) {
    directory.changed();
    tokens.changed(botId);
  }

  private boolean registered(long botId, Secret token) {
    try {
      return registrations.registerAnew(botId, token);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stopped before the setup was done", e);
    }
  }

  /** What the bot itself was sent, came by its endpoint. */
  private EndpointState endpoint(Origin origin, Secret token, ApplicationInfo application) {
    EndpointState settled = endpoints.settle(token, application);
    if (settled == EndpointState.SET || origin.bot().id() != application.id()) {
      return settled;
    }
    bots.endpoint(application.id(), EndpointState.SET);
    return EndpointState.SET;
  }

  private boolean isElsewhere(Origin origin, ApplicationInfo before) {
    return before.endpointUrl().isPresent()
        && !rules.address().isEndpointOf(before)
        && origin.bot().id() != before.id();
  }

  private static boolean isTaken(Portal.Answer answer) {
    return switch (answer) {
      case Portal.Told told -> true;
      case Portal.TokenRefused refused -> false;
      case Portal.Refused refused -> false;
      case Portal.Silent silence -> false;
    };
  }
}
