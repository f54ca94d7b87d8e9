// Servers and channels on the left, members on the right.
import { avatar, el, icon, sync } from './dom.js';

const $ = (id) => document.getElementById(id);

export function showServers(view, actions) {
  const servers = view.state.servers.map((server) => ({ ...server, open: server.id === view.server.id }));
  sync($('servers'), servers, (server) => server.id, (server) => {
    const button = el('button', {
      type: 'button',
      class: 'server',
      'aria-pressed': String(server.open),
      'data-testid': 'server',
      onclick: () => actions.openServer(server.id),
    });
    button.append(avatar(server.id, server.name), el('span', { class: 'name', text: server.name }));
    return button;
  });
}

export function showChannels(view, actions) {
  const rows = [...serverRows(view), ...directRows(view)];
  sync($('channels'), rows, (row) => row.key, (row) => (row.heading ? heading(row) : channelButton(row, actions)));
}

function serverRows(view) {
  const channels = [...view.server.channels].sort((a, b) => a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const rows = [];
  const add = (channel, depth) => {
    rows.push(rowOf(view, channel, depth));
    channels.filter((thread) => thread.kind === 'thread' && thread.parent === channel.id).forEach((thread) => add(thread, depth + 1));
  };
  const plain = (parent) => channels.filter((each) => each.parent === parent && each.kind !== 'thread' && each.kind !== 'category');
  plain('0').forEach((channel) => add(channel, 0));
  for (const category of channels.filter((channel) => channel.kind === 'category')) {
    rows.push({ key: category.id, heading: category.name });
    plain(category.id).forEach((channel) => add(channel, 0));
  }
  return rows;
}

function rowOf(view, channel, depth) {
  return { key: channel.id, name: channel.name, kind: channel.kind, depth, open: channel.id === view.channelId, unread: Boolean(channel.unread) };
}

function directRows(view) {
  if (!view.me) return [];
  const rows = [{ key: 'direct', heading: `Direct messages of ${view.names.userName(view.me)}` }];
  for (const direct of view.state.direct) {
    const open = direct.id === view.channelId;
    const unread = !open && Boolean(direct.lastMessageId) && view.seen[direct.id] !== direct.lastMessageId;
    rows.push({ key: direct.id, name: direct.name, kind: 'direct', depth: 0, open, unread });
  }
  if (!view.state.direct.length) rows.push({ key: 'no-direct', heading: 'none yet', faint: true });
  return rows;
}

function heading(row) {
  return el('h2', { class: row.faint ? 'category faint' : 'category', text: row.heading });
}

function channelButton(row, actions) {
  return el(
    'button',
    {
      type: 'button',
      class: `channel depth-${Math.min(row.depth, 2)}${row.unread ? ' unread' : ''}`,
      'aria-current': row.open ? 'page' : null,
      'data-testid': 'channel',
      'data-name': row.name,
      'data-kind': row.kind,
      onclick: () => actions.openChannel(row.key),
    },
    icon(row.kind),
    el('span', { class: 'name', text: row.name }),
    row.unread && el('span', { class: 'dot', 'aria-label': 'unread' }),
  );
}

export function showMembers(view) {
  const people = view.server.members.filter((member) => !member.bot);
  const bots = view.server.members.filter((member) => member.bot);
  const hidden = (view.server.memberCount ?? 0) - people.length - bots.length;
  const rows = [
    { key: 'people', heading: `Members · ${people.length}` },
    ...sorted(view, people).map((member) => memberRow(view, member)),
    ...(bots.length ? [{ key: 'bots', heading: `Bots · ${bots.length}` }] : []),
    ...sorted(view, bots).map((member) => memberRow(view, member)),
    ...(hidden > 0 ? [{ key: 'hidden', heading: `and ${hidden.toLocaleString('en-GB')} more` }] : []),
  ];
  sync($('members'), rows, (row) => row.key, (row) => (row.heading ? heading(row) : memberCard(row)));
}

function sorted(view, members) {
  const rank = (member) => Math.max(0, ...member.roles.map((id) => view.role(id)?.position ?? 0));
  return [...members].sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name));
}

function memberRow(view, member) {
  const roles = view.server.roles.filter((role) => member.roles.includes(role.id));
  return {
    key: member.id,
    name: member.name,
    username: member.username,
    bot: member.bot,
    badge: member.badge,
    status: view.bot(member.id)?.status ?? '',
    avatar: view.bot(member.id)?.avatar,
    color: view.colorOf(member),
    me: member.id === view.me,
    owner: member.id === view.server.ownerId,
    // A bot's own role says what its name says.
    roles: roles.filter((role) => !role.managed).map((role) => ({ id: role.id, name: role.name, color: role.color })),
  };
}

function memberCard(row) {
  const name = el('span', { class: 'name', text: row.name, title: `@${row.username}` });
  if (row.color) name.style.setProperty('--role', row.color);
  return el(
    'div',
    { class: row.me ? 'member me' : 'member', 'data-testid': 'member', 'data-name': row.name, 'data-id': row.key },
    avatar(row.key, row.name, row.bot, row.avatar),
    el(
      'div',
      { class: 'who' },
      el('div', { class: 'line' }, name, row.bot && botTag(), row.owner && el('span', { class: 'owner', text: 'owner' }), row.me && el('span', { class: 'you', text: 'you' })),
      row.status && el('div', { class: 'status', 'data-testid': 'status', text: row.status }),
      row.badge && el('div', { class: 'badge', 'data-testid': 'badge', text: row.badge }),
      row.roles.length > 0 && el('div', { class: 'roles' }, row.roles.map(roleChip)),
    ),
  );
}

export function botTag() {
  return el('span', { class: 'tag', text: 'APP', title: 'An application' });
}

export function roleChip(role) {
  const chip = el('span', { class: 'chip', 'data-testid': 'role', 'data-name': role.name }, el('span', { class: 'dot', 'aria-hidden': 'true' }), role.name);
  if (role.color) chip.style.setProperty('--role', role.color);
  return chip;
}
