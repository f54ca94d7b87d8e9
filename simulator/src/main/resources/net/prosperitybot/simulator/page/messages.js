// The conversation: messages, embeds, components, notes, and commands under way.
import { components } from './components.js';
import { avatar, el, icon, image, localPicture, sync } from './dom.js';
import { markdown } from './markdown.js';
import { botTag, roleChip } from './sidebar.js';

const $ = (id) => document.getElementById(id);
const LOADING = 1 << 7;
const SUPPRESS_EMBEDS = 1 << 2;
const TOGETHER = 7 * 60_000;
const CLOSE_TO_END = 120;

let atEnd = true;
$('log').addEventListener('scroll', () => (atEnd = nearEnd($('log'))));
// When the composer grows, the newest message stays in sight.
new ResizeObserver(() => {
  if (atEnd) $('log').scrollTop = $('log').scrollHeight;
}).observe($('log'));

function nearEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < CLOSE_TO_END;
}

export function showMessages(view, actions) {
  const log = $('log');
  const follow = view.stick || nearEnd(log) || view.shownChannel !== view.channelId;
  view.stick = false;
  showBeginning(view);
  if (view.shownChannel !== view.channelId) $('messages').replaceChildren();
  sync($('messages'), items(view), (item) => item.key, (item) => render(item, view, actions));
  view.shownChannel = view.channelId;
  if (follow) log.scrollTop = log.scrollHeight;
}

function showBeginning(view) {
  const channel = view.channel();
  const direct = view.direct();
  const key = `${view.channelId} ${channel?.name ?? direct?.name ?? ''} ${view.server.name}`;
  const node = $('beginning');
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  if (!channel && !direct) {
    node.replaceChildren(el('p', { text: view.state.servers.length ? 'Choose a channel.' : 'There is no server yet.' }));
    return;
  }
  const forum = channel?.kind === 'forum';
  node.replaceChildren(
    el('h2', { text: direct ? direct.name : channel.name }),
    el('p', {
      text: direct
        ? `Direct messages with ${direct.name}.`
        : forum
          ? 'A forum: its posts are threads, in the list on the left.'
          : `This is where #${channel.name} begins.`,
    }),
  );
}

// What is shown

function items(view) {
  const all = [
    ...view.messages.map((message) => ({ place: BigInt(message.place), rank: 0, item: messageItem(view, message) })),
    ...(view.direct() ? [] : view.state.notes).map((note) => ({ place: BigInt(note.place), rank: 0, item: noteItem(view, note) })),
    ...view.lines
      .filter((line) => line.as === view.me && line.channelId === view.channelId)
      .map((line) => ({ place: BigInt(line.place), rank: 1, item: lineItem(view, line) })),
  ];
  all.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : a.rank - b.rank));
  const out = all.map((each) => each.item);
  // What is older than the oldest message shown is not part of this picture.
  const first = out.findIndex((item) => item.kind === 'message');
  const from = view.messages.length >= 100 ? Math.max(first, 0) : 0;
  const shown = out.slice(from);
  shown.forEach((item, i) => (item.head = startsGroup(item, shown[i - 1])));
  return shown;
}

function startsGroup(item, before) {
  if (item.kind !== 'message' || !before || before.kind !== 'message') return true;
  const a = before.message;
  const b = item.message;
  return (
    a.author.id !== b.author.id ||
    a.ephemeral !== b.ephemeral ||
    Boolean(b.message_reference || b.interaction) ||
    item.system ||
    before.system ||
    Math.abs(Date.parse(b.timestamp) - Date.parse(a.timestamp)) > TOGETHER
  );
}

function messageItem(view, message) {
  const member = view.member(message.author.id);
  return {
    kind: 'message',
    key: message.id,
    message,
    system: ![0, 19, 20, 23].includes(message.type),
    name: nameOf(view, message.author),
    color: view.colorOf(member),
    referenced: message.referenced_message ? nameOf(view, message.referenced_message.author) : '',
    usedBy: message.interaction ? nameOf(view, message.interaction.user) : '',
    mentioned: mentionsMe(view, message),
    mine: message.author.id === view.me,
    as: view.me,
    avatar: view.bot(message.author.id)?.avatar ?? message.author.avatar,
    failure: view.failures[message.id] ?? '',
    names: namesIn(view, message),
    offered: offeredBy(view, message),
    sold: soldBy(view, message),
  };
}

/** What the menus of a message offer beyond what it says itself. */
function offeredBy(view, message) {
  const types = (message.components ?? []).flatMap((row) => (row.components ?? []).map((part) => part.type));
  if (!types.some((type) => type >= 5 && type <= 8)) return '';
  const { channels, roles, members } = view.server;
  return [channels, roles, members].map((all) => all.map((each) => each.id + each.name));
}

function soldBy(view, message) {
  return (message.components ?? []).flatMap((row) => (row.components ?? []).filter((part) => part.sku_id).map((part) => view.sku(part.sku_id)?.name ?? ''));
}

function nameOf(view, user) {
  return view.member(user.id)?.name ?? user.global_name ?? user.username;
}

function mentionsMe(view, message) {
  const mine = view.member(view.me)?.roles ?? [];
  return (
    !message.ephemeral &&
    (message.mention_everyone ||
      (message.mentions ?? []).some((user) => user.id === view.me) ||
      (message.mention_roles ?? []).some((id) => mine.includes(id)))
  );
}

/** The names that the text will show, so that a renamed member is renamed in it. */
function namesIn(view, message) {
  const text = message.content + JSON.stringify(message.embeds ?? []);
  return [...text.matchAll(/<(@!?|@&|#)(\d{1,19})>/g)].map(([, sign, id]) =>
    sign === '#' ? view.names.channelName(id) : sign === '@&' ? `${view.role(id)?.name}${view.role(id)?.color}` : view.names.userName(id),
  );
}

function noteItem(view, note) {
  const role = view.role(note.role);
  return { kind: 'note', key: note.id, note, role: role ? { id: role.id, name: role.name, color: role.color } : null };
}

function lineItem(view, line) {
  return { kind: 'line', key: line.key, line, bot: view.botName(line.bot) ?? 'The application', avatar: view.bot(line.bot)?.avatar, user: view.names.userName(line.as) };
}

// How it is shown

function render(item, view, actions) {
  switch (item.kind) {
    case 'note':
      return note(item);
    case 'line':
      return line(item, actions);
    default:
      return item.system ? systemMessage(item) : message(item, view, actions);
  }
}

function note({ note: { what, name, roleName, at }, role }) {
  const chip = roleName && roleChip(role ?? { name: roleName, color: '' });
  const words = {
    joined: [strong(name), ' joined the server'],
    left: [strong(name), ' left the server'],
    given: [strong(name), ' got the role ', chip],
    taken: [strong(name), ' lost the role ', chip],
  }[what];
  return el('li', { class: `note ${what}`, 'data-testid': 'note' }, el('span', {}, words), clock(at));
}

function strong(text) {
  return el('strong', { text });
}

function line({ line: { text, pending, failure, bot: botId }, line: source, bot, avatar: hash, user }, actions) {
  return el(
    'li',
    { class: 'message head ephemeral', 'data-testid': pending ? 'pending' : 'failed' },
    reference(user, `used ${text}`),
    avatar(botId, bot, true, hash),
    el(
      'div',
      { class: 'body' },
      el('div', { class: 'author' }, el('span', { class: 'name', text: bot }), botTag()),
      pending
        ? thinking('Sending command')
        : el('div', { class: 'failure', text: 'The application did not respond', title: failure }),
      !pending && onlyYou(() => actions.removeLine(source)),
    ),
  );
}

function systemMessage({ message: m, name }) {
  const words = { 6: ' pinned a message.', 7: ' joined the server.', 8: ' boosted the server.', 18: ' started a thread.' };
  return el('li', { class: 'note system', 'data-testid': 'message' }, el('span', {}, strong(name), words[m.type] ?? ` (a system message of type ${m.type})`), clock(m.timestamp));
}

function message(item, view, actions) {
  const m = item.message;
  const classes = ['message'];
  if (item.head) classes.push('head');
  if (m.ephemeral) classes.push('ephemeral');
  if (item.mentioned) classes.push('mentioned');
  const loading = (m.flags & LOADING) !== 0;
  return el(
    'li',
    { class: classes.join(' '), 'data-testid': 'message', 'data-id': m.id, 'data-author': item.name, 'data-ephemeral': m.ephemeral || null },
    item.head && referenceOf(item, view),
    item.head ? avatar(m.author.id, item.name, m.author.bot, item.avatar) : el('span', { class: 'gutter' }, clock(m.timestamp)),
    el(
      'div',
      { class: 'body' },
      item.head && author(item),
      loading ? thinking(`${item.name} is thinking`) : content(m, view),
      !loading && (m.flags & SUPPRESS_EMBEDS) === 0 && (m.embeds ?? []).map((embed) => embedBox(embed, view)),
      components(m, view, actions),
      item.failure && el('div', { class: 'failure', role: 'status', 'data-testid': 'failure', text: item.failure }),
      m.ephemeral && onlyYou(() => actions.remove(m)),
    ),
    el(
      'div',
      { class: 'tools-of-message' },
      !m.ephemeral && el('button', { type: 'button', class: 'icon', 'aria-label': `Reply to ${item.name}`, title: 'Reply', onclick: () => actions.replyTo({ id: m.id, name: item.name }) }, icon('reply')),
      item.mine && el('button', { type: 'button', class: 'icon', 'aria-label': 'Delete message', title: 'Delete', onclick: () => actions.remove(m) }, icon('bin')),
    ),
  );
}

function referenceOf(item, view) {
  const m = item.message;
  if (m.interaction) return reference(item.usedBy, `used /${m.interaction.name}`);
  if (m.type !== 19) return null;
  if (!m.referenced_message) return el('div', { class: 'reference' }, el('span', { class: 'excerpt', text: 'Original message was deleted' }));
  const text = el('span', { class: 'excerpt' });
  text.append(markdown(m.referenced_message.content.slice(0, 160).replaceAll('\n', ' ') || 'an embed', view.names));
  return el('div', { class: 'reference' }, el('span', { class: 'name', text: item.referenced }), text);
}

function reference(name, words) {
  return el('div', { class: 'reference' }, el('span', { class: 'name', text: name }), el('span', { class: 'excerpt', text: words }));
}

function author(item) {
  const name = el('span', { class: 'name', text: item.name });
  if (item.color) name.style.setProperty('--role', item.color);
  return el('div', { class: 'author' }, name, item.message.author.bot && (item.message.webhook_id && !item.message.application_id ? el('span', { class: 'tag', text: 'webhook' }) : botTag()), clock(item.message.timestamp));
}

function content(m, view) {
  if (!m.content && !m.edited_timestamp) return null;
  const node = el('div', { class: 'content', 'data-testid': 'content' });
  node.append(markdown(m.content, view.names));
  if (m.edited_timestamp) node.append(el('span', { class: 'edited', title: m.edited_timestamp, text: ' (edited)' }));
  return node;
}

function thinking(words) {
  return el('div', { class: 'thinking', 'data-testid': 'thinking' }, el('span', { text: words }), el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i')));
}

function onlyYou(dismiss) {
  return el('div', { class: 'only-you' }, el('span', { text: 'Only you can see this' }), ' · ', el('button', { type: 'button', class: 'text', onclick: dismiss, text: 'Dismiss' }));
}

function clock(timestamp) {
  const date = new Date(timestamp);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const today = date.toDateString() === new Date().toDateString();
  const day = today ? '' : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} `;
  return el('time', { datetime: timestamp, title: date.toLocaleString('en-GB'), text: day + time });
}

// Embeds

function embedBox(embed, view) {
  const box = el('article', { class: 'embed', 'data-testid': 'embed' });
  if (embed.color) box.style.setProperty('--bar', `#${embed.color.toString(16).padStart(6, '0')}`);
  const text = (words) => markdown(words, view.names);
  const main = el('div', { class: 'embed-main' });
  if (embed.author?.name) main.append(el('div', { class: 'embed-author' }, small(embed.author.icon_url), embed.author.name));
  if (embed.title) {
    const title = el('div', { class: embed.url ? 'embed-title link' : 'embed-title', title: embed.url });
    title.append(text(embed.title));
    main.append(title);
  }
  if (embed.description) {
    const description = el('div', { class: 'embed-text content' });
    description.append(text(embed.description));
    main.append(description);
  }
  if (embed.fields?.length) main.append(el('div', { class: 'embed-fields' }, embed.fields.map((field) => embedField(field, text))));
  if (embed.image?.url) main.append(picture(embed.image, 'picture'));
  const foot = [embed.footer?.text, embed.timestamp && new Date(embed.timestamp).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })].filter(Boolean);
  if (foot.length) main.append(el('div', { class: 'embed-footer' }, small(embed.footer?.icon_url), foot.join(' · ')));
  box.append(main);
  if (embed.thumbnail?.url) box.append(picture(embed.thumbnail, 'thumbnail', embed.author?.name ?? embed.title ?? ''));
  return box;
}

function embedField(field, text) {
  const value = el('div', { class: 'content' });
  value.append(text(field.value));
  const name = el('div', { class: 'field-name' });
  name.append(text(field.name));
  return el('div', { class: field.inline ? 'field inline' : 'field' }, name, value);
}

function small(url) {
  const local = localPicture(url);
  return local && image(local);
}

/** The page fetches nothing from elsewhere: a picture that is not the local Discord's is told of, not shown. */
function picture(media, kind, name = '') {
  const local = localPicture(media.url);
  if (local) return el('div', { class: kind, title: media.url }, image(local, media.description ?? name));
  const words = media.description || (kind === 'thumbnail' && name ? name.slice(0, 2) : 'picture');
  return el('div', { class: kind, role: 'img', 'aria-label': media.description || `picture ${media.url}`, title: media.url, text: words });
}
