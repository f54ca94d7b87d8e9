// The part of Discord's markdown that bots use, made into nodes. Nothing becomes markup by itself.
import { el, follow, localLink } from './dom.js';

const RULES = [
  { pattern: /\\([\\`*_~|<>#:@\-.()[\]{}!+])/y, make: (m) => m[1] },
  { pattern: /```(?:[a-z0-9+-]*\n)?([\s\S]+?)```/y, make: (m) => el('pre', {}, el('code', { text: m[1].replace(/\n$/, '') })) },
  { pattern: /``([\s\S]+?)``|`([^`\n]+)`/y, make: (m) => el('code', { text: m[1] ?? m[2] }) },
  { pattern: /\*\*([\s\S]+?)\*\*(?!\*)/y, make: (m, with_) => el('strong', {}, inline(m[1], with_)) },
  { pattern: /__([\s\S]+?)__(?!_)/y, make: (m, with_) => el('u', {}, inline(m[1], with_)) },
  { pattern: /~~([\s\S]+?)~~/y, make: (m, with_) => el('s', {}, inline(m[1], with_)) },
  { pattern: /\|\|([\s\S]+?)\|\|/y, make: (m, with_) => el('span', { class: 'spoiler', tabindex: '0' }, inline(m[1], with_)) },
  { pattern: /\*(?=\S)([^*\n]+?)\*/y, make: (m, with_) => el('em', {}, inline(m[1], with_)) },
  { pattern: /_(?=\S)([^_\n]+?)_(?![A-Za-z0-9])/y, wordStart: true, make: (m, with_) => el('em', {}, inline(m[1], with_)) },
  { pattern: /<@!?(\d{1,19})>/y, make: (m, with_) => mention('@', with_.userName(m[1]), with_.isMe(m[1])) },
  { pattern: /<@&(\d{1,19})>/y, make: (m, with_) => roleMention(with_.role(m[1]), with_) },
  { pattern: /<#(\d{1,19})>/y, make: (m, with_) => mention('#', with_.channelName(m[1]), false) },
  { pattern: /<\/([\w -]{1,100}):\d{1,19}>/y, make: (m) => mention('/', m[1], false) },
  { pattern: /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, make: (m) => time(Number(m[1]), m[2]) },
  { pattern: /<a?:(\w{2,32}):\d{1,19}>/y, make: (m) => el('span', { class: 'emoji', text: `:${m[1]}:` }) },
  { pattern: /\[([^\]\n]+)]\((https?:\/\/[^\s)]+)\)/y, make: (m, with_) => link(m[2], inline(m[1], with_)) },
  { pattern: /<?(https?:\/\/[^\s<>]+[^\s<>.,:;"')\]])>?/y, make: (m) => link(m[1], [m[1]]) },
  { pattern: /@(everyone|here)\b/y, make: (m) => mention('@', m[1], true) },
];

/** The page leads nowhere but to itself: other links are shown, not followed. */
function link(url, words) {
  const local = localLink(url);
  return local
    ? el('button', { type: 'button', class: 'text link', title: url, 'data-testid': 'local-link', onclick: () => follow(local) }, words)
    : el('span', { class: 'link', title: url }, words);
}

function mention(sign, name, me) {
  return el('span', { class: me ? 'mention me' : 'mention', text: sign + name });
}

function roleMention(role, with_) {
  const node = mention('@', role ? role.name : 'deleted-role', role && with_.iHold(role.id));
  if (role && role.color) node.style.setProperty('--role', role.color);
  return node;
}

function time(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds); // beyond what a date can be
  const text =
    style === 'R'
      ? relative(date)
      : style === 't'
        ? date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
        : style === 'd' || style === 'D'
          ? date.toLocaleDateString('en-GB')
          : date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return el('time', { class: 'stamp', datetime: date.toISOString(), title: date.toString(), text });
}

function relative(date) {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(seconds, 'second');
}

function inline(text, with_) {
  const out = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const hit = match(text, at);
    if (hit) {
      if (plain) out.push(plain);
      plain = '';
      out.push(hit.rule.make(hit.found, with_));
      at += hit.found[0].length;
    } else {
      plain += text[at++];
    }
  }
  if (plain) out.push(plain);
  return out;
}

function match(text, at) {
  for (const rule of RULES) {
    if (rule.wordStart && at > 0 && /[A-Za-z0-9_]/.test(text[at - 1])) continue;
    rule.pattern.lastIndex = at;
    const found = rule.pattern.exec(text);
    if (found) return { rule, found };
  }
  return null;
}

/** A message's text as blocks: headings, lists, quotes, and lines as they were broken. */
export function markdown(text, with_) {
  const out = document.createDocumentFragment();
  const fences = text.split(/(```[\s\S]+?```)/);
  for (const part of fences) {
    if (part.startsWith('```') && part.length > 6) out.append(...inline(part, with_));
    else if (part) lines(part, with_, out);
  }
  return out;
}

function lines(text, with_, out) {
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) out.append(el('span', { class: 'lines' }, inline(paragraph.join('\n'), with_)));
    paragraph = [];
  };
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const block = blockOf(line, with_);
    if (block) {
      flush();
      out.append(block);
    } else {
      paragraph.push(line);
    }
  }
  flush();
}

function blockOf(line, with_) {
  let m;
  if ((m = /^(#{1,3}) +(.+)$/.exec(line))) return el('div', { class: `heading h${m[1].length}` }, inline(m[2], with_));
  if ((m = /^-# +(.+)$/.exec(line))) return el('div', { class: 'subtext' }, inline(m[1], with_));
  if ((m = /^> (.*)$/.exec(line))) return el('blockquote', {}, inline(m[1], with_));
  if ((m = /^( *)[-*] +(.+)$/.exec(line))) return el('div', { class: m[1] ? 'item deep' : 'item' }, inline(m[2], with_));
  return null;
}
