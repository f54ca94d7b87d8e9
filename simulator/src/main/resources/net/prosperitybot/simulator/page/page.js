// The page: what is looked at, as whom, and what is fetched when something changes.
import { coalesced, get, listen, post, Refused } from './api.js';
import { Applications } from './applications.js';
import { Composer } from './composer.js';
import { showMessages } from './messages.js';
import { showChannels, showMembers, showServers } from './sidebar.js';
import { Tools } from './tools.js';

const $ = (id) => document.getElementById(id);
const LATER = 8000;

class View {
  state = { servers: [], bots: [], direct: [], notes: [], clock: { aheadSeconds: 0 } };
  messages = [];
  offers = [];
  /** Lines of one's own that are no messages: commands under way, commands that failed. */
  lines = [];
  /** What failed, by message id. */
  failures = {};
  seen = {};
  typing = new Map();
  channelId = '';
  replyTo = null;

  get server() {
    return this.state.server ?? { roles: [], channels: [], members: [], absent: [] };
  }

  get me() {
    return this.state.as ?? '';
  }

  member(id) {
    return this.server.members.find((member) => member.id === id);
  }

  role(id) {
    return this.server.roles.find((role) => role.id === id);
  }

  channel(id = this.channelId) {
    return this.server.channels.find((channel) => channel.id === id);
  }

  direct(id = this.channelId) {
    return this.state.direct.find((channel) => channel.id === id);
  }

  canWrite() {
    return Boolean(this.direct() || this.channel()?.canWrite);
  }

  /** The colour of the highest coloured role. */
  colorOf(member) {
    const colored = this.server.roles.find((role) => role.color && member?.roles.includes(role.id));
    return colored ? colored.color : '';
  }

  /** How the text of messages is read: names for ids. */
  names = {
    userName: (id) => this.member(id)?.name ?? this.botName(id) ?? this.knownNames.get(id) ?? 'unknown-user',
    isMe: (id) => id === this.me,
    role: (id) => this.role(id),
    iHold: (id) => Boolean(this.member(this.me)?.roles.includes(id)),
    channelName: (id) => this.channel(id)?.name ?? 'unknown',
  };

  /** Of people who have left, from the messages that name them. */
  knownNames = new Map();

  bot(id) {
    return this.state.bots.find((bot) => bot.id === id);
  }

  botName(id) {
    return this.bot(id)?.name;
  }

  sku(id) {
    return this.state.bots.flatMap((bot) => bot.skus).find((sku) => sku.id === id);
  }
}

const view = new View();

// Where one is, kept in the address so that a reload stays there

const place = new URLSearchParams(location.hash.slice(1));

function keepPlace() {
  place.set('server', view.server.id ?? '');
  place.set('channel', view.channelId);
  place.set('as', view.me);
  history.replaceState(null, '', `#${place}`);
}

// Fetching

const fetchState = coalesced(async () => {
  const asked = { server: place.get('server') ?? '', as: place.get('as') ?? '' };
  const state = await get('state', asked);
  // Somebody has gone elsewhere meanwhile, and what is there is asked for next.
  if (asked.server !== (place.get('server') ?? '') || asked.as !== (place.get('as') ?? '')) return;
  const asChanged = state.as !== view.state.as;
  view.state = state;
  const wanted = place.get('channel') ?? '';
  if (!view.channel(wanted) && !view.direct(wanted)) place.set('channel', firstChannel());
  const moved = view.channelId !== place.get('channel');
  view.channelId = place.get('channel');
  keepPlace();
  render();
  if (asChanged || moved) await fetchChannel();
});

function firstChannel() {
  const readable = view.server.channels.filter((channel) => channel.kind === 'text' || channel.kind === 'announcement');
  return readable[0]?.id ?? '';
}

const fetchMessages = coalesced(async () => {
  const channelId = view.channelId;
  const messages = channelId && canRead() ? await get(`channels/${channelId}/messages`, { as: view.me }) : [];
  if (channelId !== view.channelId) return;
  view.messages = messages;
  for (const message of messages) view.knownNames.set(message.author.id, message.author.global_name ?? message.author.username);
  const newest = messages.reduce((last, message) => (BigInt(message.id) > BigInt(last || 0) ? message.id : last), '');
  view.seen[channelId] = newest;
  stopTyping(messages.at(-1));
  render();
});

function canRead() {
  const channel = view.channel();
  return Boolean(view.direct()) || (channel && channel.kind !== 'category' && channel.kind !== 'forum');
}

const fetchOffers = coalesced(async () => {
  const channelId = view.channelId;
  const offers = channelId && view.canWrite() ? await get(`channels/${channelId}/commands`, { as: view.me }) : [];
  if (channelId !== view.channelId || JSON.stringify(offers) === JSON.stringify(view.offers)) return;
  view.offers = offers;
  composer.offersChanged();
});

async function fetchChannel() {
  await Promise.all([fetchMessages(), fetchOffers()]);
}

async function fetchAll() {
  await fetchState();
  await fetchChannel();
  document.body.dataset.ready = 'true';
}

function changed(topics) {
  if (topics === null) {
    report(fetchAll());
    return;
  }
  for (const topic of topics) {
    const [what, id, who] = topic.split(':');
    if (what === 'messages' && id === view.channelId) report(fetchMessages());
    else if (what === 'messages') unread(id);
    else if (what === 'direct') report(fetchDirect(id));
    else if (what === 'server' && id === view.server.id) report(fetchState().then(fetchOffers));
    else if (what === 'commands') report(fetchOffers());
    else if (what === 'typing') typing(id, who);
    else if (what === 'notes' || what === 'clock' || what === 'applications' || what === 'server') report(fetchState());
  }
}

function unread(channelId) {
  const channel = view.channel(channelId);
  if (channel && !channel.unread) {
    channel.unread = true;
    showChannels(view, actions);
  }
}

async function fetchDirect(channelId) {
  await fetchState();
  if (channelId === view.channelId) await fetchMessages();
}

// "Bot is typing"

function typing(channelId, userId) {
  clearTimeout(view.typing.get(channelId)?.timer);
  const timer = setTimeout(() => {
    view.typing.delete(channelId);
    renderTyping();
  }, LATER);
  view.typing.set(channelId, { userId, timer });
  renderTyping();
}

function stopTyping(newest) {
  const now = view.typing.get(view.channelId);
  if (now && newest?.author.id === now.userId) view.typing.delete(view.channelId);
}

function renderTyping() {
  const now = view.typing.get(view.channelId);
  $('typing').textContent = now ? `${view.names.userName(now.userId)} is typing…` : '';
}

// Showing

function render() {
  showServers(view, actions);
  showChannels(view, actions);
  showMembers(view, actions);
  showHeader();
  showMessages(view, actions);
  renderTyping();
  composer.show();
  tools.show();
  applications.show();
}

function showHeader() {
  const direct = view.direct();
  const channel = view.channel();
  const title = direct ? direct.name : (channel?.name ?? '');
  $('channel-title').textContent = title;
  $('channel-title').dataset.kind = direct ? 'direct' : (channel?.kind ?? '');
  $('channel-topic').textContent = direct ? `Direct messages of ${view.names.userName(view.me)}` : (channel?.topic ?? '');
  document.title = title ? `${title} · ${view.server.name ?? 'Local Discord'}` : 'Local Discord';
}

// Acting

const actions = {
  openServer(id) {
    place.set('server', id);
    place.set('channel', '');
    report(fetchState());
  },

  openChannel(id) {
    place.set('channel', id);
    view.replyTo = null;
    const channel = view.channel(id);
    if (channel) channel.unread = false;
    closePanels();
    report(fetchState());
  },

  writeAs(id) {
    place.set('as', id);
    view.replyTo = null;
    // At once, for what is written next is theirs.
    view.state.as = id;
    report(fetchState().then(fetchChannel));
  },

  async send(content) {
    const order = { as: view.me, content };
    if (view.replyTo) order.replyTo = view.replyTo.id;
    await post(`channels/${view.channelId}/messages`, order);
    view.replyTo = null;
    view.stick = true;
    composer.show();
  },

  replyTo(message) {
    view.replyTo = message;
    composer.show();
    composer.focus();
  },

  remove(message) {
    report(post(`channels/${view.channelId}/messages/${message.id}/delete`, { as: view.me }));
  },

  removeLine(line) {
    view.lines = view.lines.filter((each) => each !== line && each.key !== line.key);
    showMessages(view, actions);
  },

  /** Runs a command line; throws a Refused with words when it can't be sent. */
  async command(text, application) {
    const channelId = view.channelId;
    const line = startLine(text, application);
    view.lines.push(line);
    view.stick = true;
    showMessages(view, actions);
    const drop = () => (view.lines = view.lines.filter((each) => each !== line));
    let outcome;
    try {
      outcome = await post(`channels/${channelId}/commands`, { as: line.as, line: text, application });
    } catch (refused) {
      drop();
      showMessages(view, actions);
      throw refused;
    }
    if (outcome.state === 'FAILED') Object.assign(line, { pending: false, failure: outcome.failure });
    else drop();
    await fetchMessages();
    showMessages(view, actions);
    if (outcome.state === 'REFUSED') throw new Refused(capital(outcome.failure));
    if (outcome.modal) tools.openModal(outcome);
  },

  /** Uses a component; what went wrong is told below its message. */
  async component(message, customId, values = []) {
    delete view.failures[message.id];
    let words = '';
    try {
      const path = `channels/${message.channel_id}/messages/${message.id}/components`;
      const outcome = await post(path, { as: view.me, customId, values });
      if (outcome.state === 'FAILED') words = 'This interaction failed';
      if (outcome.state === 'REFUSED') words = capital(outcome.failure);
      if (outcome.modal) tools.openModal(outcome);
    } catch (problem) {
      words = problem.message;
    }
    if (words) view.failures[message.id] = words;
    await fetchMessages();
  },

  async buy(sku) {
    const { name } = await post(`skus/${sku}/buy`, { as: view.me, server: view.server.id });
    composer.notice(`${view.names.userName(view.me)} has bought ${name}.`, true);
  },

  async suggest(line, application) {
    return (await post(`channels/${view.channelId}/suggestions`, { as: view.me, line, application })).choices;
  },

  async submit(interaction, values) {
    const outcome = await post(`interactions/${interaction}/modal`, { as: view.me, values });
    if (outcome.state === 'REFUSED') throw new Refused(capital(outcome.failure));
    if (outcome.state === 'FAILED') throw new Refused('Something went wrong: the application did not respond.');
    await fetchMessages();
  },

  notice: (words) => composer.notice(words),
  refresh: () => report(fetchState()),
  run: (promise) => report(promise),
};

let lineNumber = 0;

function startLine(text, application) {
  const last = view.messages.at(-1)?.place ?? '0';
  const note = view.state.notes.at(-1)?.place ?? '0';
  return {
    key: `line-${++lineNumber}`,
    place: BigInt(last) > BigInt(note) ? last : note,
    as: view.me,
    channelId: view.channelId,
    bot: application,
    text,
    pending: true,
    failure: '',
  };
}

function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function report(promise) {
  promise.catch((problem) => composer.notice(problem instanceof Refused ? problem.message : 'The local Discord does not answer.'));
}

// Panels that fold away where there is little room

function panel(button, target, shownClass) {
  $(button).addEventListener('click', () => {
    const open = document.body.classList.toggle(shownClass);
    $(button).setAttribute('aria-expanded', String(open));
  });
}

function closePanels() {
  document.body.classList.remove('sidebar-open', 'members-open');
  $('show-sidebar').setAttribute('aria-expanded', 'false');
  $('show-members').setAttribute('aria-expanded', 'false');
}

panel('show-sidebar', 'sidebar', 'sidebar-open');
panel('show-members', 'members', 'members-open');

const composer = new Composer(view, actions);
const tools = new Tools(view, actions);
const applications = new Applications(view, actions);
document.addEventListener('local-link', ({ detail }) => applications.follow(detail));

listen(changed, (connected) => {
  $('connection').textContent = connected ? '' : 'Connection lost, trying again…';
});
