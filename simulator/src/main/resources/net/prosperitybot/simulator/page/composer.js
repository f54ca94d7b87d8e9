// Where one writes: messages, mentions, commands.
import { CommandFields, leafOf, leaves, matching, next, ownerOf, sameIn } from './commands.js';
import { avatar, el, icon, sync } from './dom.js';

const $ = (id) => document.getElementById(id);
const MOST_SUGGESTIONS = 12;
const NOTICE_SHOWN = 7000;

export class Composer {
  constructor(view, actions) {
    this.view = view;
    this.actions = actions;
    this.input = $('message');
    this.list = $('suggestions');
    this.options = [];
    this.active = 0;
    this.chosenByKey = false;
    this.fields = null;
    /** The application whose commands are typed where several have them. */
    this.application = '';
    $('of-bot').addEventListener('change', (event) => {
      this.application = event.target.value;
      this.input.focus();
      this.suggest();
    });
    $('write-as').addEventListener('change', (event) => {
      this.closeFields();
      actions.writeAs(event.target.value);
      this.input.focus();
    });
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => setTimeout(() => this.closeList(), 150));
    $('message-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    $('command-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.runFields();
    });
    $('command-form').addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.closeFields();
      // A browser submits by Enter from a text field only.
      if (event.key === 'Enter' && event.target.tagName === 'SELECT') {
        event.preventDefault();
        $('command-form').requestSubmit();
      }
    });
  }

  focus() {
    this.input.focus();
  }

  // Showing

  show() {
    const { view } = this;
    const people = view.server.members.filter((member) => !member.bot);
    sync($('write-as'), people.map(({ id, name }) => ({ id, name })), (person) => person.id, (person) => el('option', { value: person.id, text: person.name }));
    $('write-as').value = view.me;
    const can = view.canWrite();
    const name = view.direct()?.name ?? (view.channel() ? `#${view.channel().name}` : '');
    this.input.disabled = !can;
    this.input.placeholder = can ? `Message ${name}, or / for commands` : view.channelId ? 'You can’t write here' : '';
    this.showReply();
    const ahead = view.state.clock.aheadSeconds;
    $('ahead').hidden = ahead === 0;
    $('ahead').replaceChildren(icon('clock'), `+${spoken(ahead)}`);
    $('ahead').title = 'Messages carry a later time. Click to go back to real time.';
    $('ahead').onclick = () => this.actions.run(import('./api.js').then(({ post }) => post('clock')));
  }

  showReply() {
    const to = this.view.replyTo;
    const bar = $('replying');
    bar.hidden = !to;
    if (!to) return;
    bar.replaceChildren(
      el('span', {}, 'Replying to ', el('strong', { text: to.name })),
      el('button', { type: 'button', class: 'icon', 'aria-label': 'Do not reply', onclick: () => this.actions.replyTo(null) }, icon('close')),
    );
  }

  /** Tells the user something for a moment. */
  notice(words, good = false) {
    clearTimeout(this.noticeTimer);
    $('notice').classList.toggle('good', good);
    $('notice').textContent = words;
    $('notice').hidden = false;
    this.noticeTimer = setTimeout(() => ($('notice').hidden = true), NOTICE_SHOWN);
  }

  // Typing

  typed() {
    this.fit();
    $('notice').hidden = true;
    this.suggest();
  }

  fit() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 180)}px`;
  }

  /** The command in a line, of the chosen application where several have it. */
  leafIn(text) {
    return text.startsWith('/') ? leafOf(leaves(this.view.offers), text, this.application) : null;
  }

  /** Lets one choose among the bots that have the typed command. */
  showBots() {
    const leaf = this.leafIn(this.input.value);
    const several = sameIn(leaves(this.view.offers), leaf);
    $('bot-choice').hidden = several.length < 2;
    if (several.length < 2) return;
    $('of-bot').replaceChildren(...several.map((each) => el('option', { value: each.application, text: each.applicationName })));
    $('of-bot').value = leaf.application;
  }

  suggest() {
    const text = this.input.value;
    const before = text.slice(0, this.input.selectionStart);
    this.showBots();
    const leaf = this.leafIn(before);
    if (leaf && before.length > leaf.path.length + 1) {
      const { items, complete } = next(leaf, before, this.view);
      this.open(items.map((item) => this.optionOption(item)));
      this.whole = complete;
      return;
    }
    if (/^\/[\w -]*$/.test(text)) {
      // Of the same command in several bots the chosen one's stands first.
      const rank = (leaf) => Number(leaf.application !== this.application);
      const found = matching(leaves(this.view.offers), text);
      const places = new Map(found.map((leaf, i) => [leaf.path, i]).reverse());
      found.sort((a, b) => places.get(a.path) - places.get(b.path) || rank(a) - rank(b));
      this.open(found.map((leaf) => this.commandOption(leaf)));
      return;
    }
    const found = /(^|[\s:])([@#])([^\s@#]*)$/.exec(before);
    const names = found ? this.nameOptions(found[2], found[3].toLowerCase()) : [];
    this.open(names);
    this.whole = names.some((option) => option.name.toLowerCase() === found[3].toLowerCase());
  }

  commandOption(leaf) {
    return {
      leaf,
      key: leaf.path + leaf.application,
      testid: 'command-suggestion',
      name: leaf.path,
      nodes: () => [el('span', { class: 'command-name', text: `/${leaf.path}` }), el('span', { class: 'command-about', text: leaf.description }), ownerOf(leaf, this.view)],
      choose: () => this.choose(leaf),
    };
  }

  /** A value or a further option of a typed command, or a hint at what is expected. */
  optionOption({ name, about, from, text }) {
    return {
      key: name,
      testid: text ? 'option-suggestion' : 'option-hint',
      name,
      hint: !text,
      nodes: () => [el('span', { class: 'command-name', text: name }), el('span', { class: 'command-about', text: about })],
      choose: () => text && this.insert(from, text),
    };
  }

  insert(from, text) {
    const before = this.input.value.slice(0, from) + text;
    this.input.value = before + this.input.value.slice(this.input.selectionStart);
    this.input.setSelectionRange(before.length, before.length);
    this.typed();
  }

  nameOptions(sign, start) {
    const { view } = this;
    const names =
      sign === '#'
        ? view.server.channels.filter((channel) => channel.kind !== 'category').map((channel) => ({ id: channel.id, name: channel.name }))
        : [...view.server.members, ...view.server.roles.filter((role) => role.name !== '@everyone')];
    return names
      .filter((each) => each.name.toLowerCase().startsWith(start))
      .map((each) => ({
        key: each.id,
        testid: 'name-suggestion',
        name: each.name,
        nodes: () => [each.username ? avatar(each.id, each.name, each.bot) : el('span', { class: 'sign', text: sign }), el('span', { class: 'command-name', text: each.name })],
        choose: () => this.insertName(sign, each.name),
      }));
  }

  insertName(sign, name) {
    const at = this.input.selectionStart;
    const before = this.input.value.slice(0, at).replace(/[@#][^\s@#]*$/, `${sign}${name} `);
    this.input.value = before + this.input.value.slice(at);
    this.input.setSelectionRange(before.length, before.length);
    this.closeList();
  }

  /** What is being typed may now be another bot's command too. */
  offersChanged() {
    if (document.activeElement === this.input && this.input.value.startsWith('/')) this.suggest();
  }

  // The list of suggestions

  open(options) {
    this.options = options.slice(0, MOST_SUGGESTIONS);
    this.active = 0;
    this.chosenByKey = false;
    this.whole = false;
    this.list.replaceChildren(
      ...this.options.map((option, i) =>
        el(
          'div',
          {
            role: 'option',
            id: `suggestion-${i}`,
            'data-testid': option.testid,
            'data-name': option.name,
            onmousedown: (event) => event.preventDefault(),
            onclick: () => option.choose(),
            onmousemove: () => this.activate(i),
          },
          option.nodes(),
        ),
      ),
    );
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute('aria-expanded', String(this.options.length > 0));
    if (this.options.length) this.activate(0);
    else this.input.removeAttribute('aria-activedescendant');
  }

  activate(i) {
    this.active = i;
    [...this.list.children].forEach((node, n) => node.setAttribute('aria-selected', String(n === i)));
    this.list.children[i]?.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', `suggestion-${i}`);
  }

  closeList() {
    this.open([]);
  }

  key(event) {
    if (event.isComposing) return;
    const open = this.options.length > 0;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.activate((this.active + step + this.options.length) % this.options.length);
      this.chosenByKey = true;
    } else if (open && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      this.options[this.active].choose();
    } else if (event.key === 'Escape') {
      if (open) this.closeList();
      else if (this.view.replyTo) this.actions.replyTo(null);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.enter(open);
    }
  }

  /** What is a whole command or ends in a whole name is sent; else Enter takes the suggestion. */
  enter(open) {
    const whole = this.whole || leaves(this.view.offers).some((leaf) => `/${leaf.path}` === this.input.value.trim());
    const leaf = open && this.options[this.active].leaf;
    if (leaf && `/${leaf.path}` === this.input.value.trim()) this.application = leaf.application;
    if (open && !this.options[this.active].hint && (this.chosenByKey || !whole)) this.options[this.active].choose();
    else this.send();
  }

  // Commands

  choose(leaf) {
    this.closeList();
    this.application = leaf.application;
    if (leaf.options.length === 0) {
      this.input.value = `/${leaf.path}`;
      this.showBots();
      this.input.focus();
      return;
    }
    this.clear();
    this.fields = new CommandFields(leaf, this.view, this.actions, () => this.closeFields());
    $('command-form').replaceChildren(...this.fields.nodes);
    $('command-form').hidden = false;
    this.fields.focus();
  }

  closeFields() {
    if (!this.fields) return;
    this.fields = null;
    $('command-form').hidden = true;
    $('command-form').replaceChildren();
    this.input.focus();
  }

  runFields() {
    const fields = this.fields;
    this.closeFields();
    this.actions.run(this.actions.command(fields.line(), fields.leaf.application));
  }

  // Sending

  send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.closeList();
    const leaf = this.leafIn(text);
    if (text.startsWith('/') && !leaf) {
      this.notice('There is no such command for you here.');
      return;
    }
    this.clear();
    const sent = leaf ? this.actions.command(text, leaf.application) : this.actions.send(this.withMentions(text));
    sent.catch((problem) => {
      this.notice(problem.message);
      if (!this.input.value) this.input.value = text;
      this.fit();
    });
  }

  clear() {
    this.input.value = '';
    $('bot-choice').hidden = true;
    this.fit();
  }

  /** Names become mentions, the longest first, as Discord's client makes them while one types. */
  withMentions(text) {
    const { members, roles, channels } = this.view.server;
    const names = [
      ...members.map((member) => ({ text: `@${member.name}`, mention: `<@${member.id}>` })),
      ...roles.filter((role) => role.name !== '@everyone').map((role) => ({ text: `@${role.name}`, mention: `<@&${role.id}>` })),
      ...channels.map((channel) => ({ text: `#${channel.name}`, mention: `<#${channel.id}>` })),
    ].sort((a, b) => b.text.length - a.text.length);
    let out = '';
    for (let at = 0; at < text.length; ) {
      const boundary = at === 0 || /[\s(]/.test(text[at - 1]);
      const found = boundary && names.find((name) => startsWithWord(text, at, name.text));
      out += found ? found.mention : text[at];
      at += found ? found.text.length : 1;
    }
    return out;
  }
}

function startsWithWord(text, at, word) {
  const next = text[at + word.length] ?? ' ';
  return text.slice(at, at + word.length).toLowerCase() === word.toLowerCase() && !/[\p{L}\p{N}_]/u.test(next);
}

/** Seconds as people say them: "90 s", "5 min", "2 h 10 min". */
export function spoken(seconds) {
  if (seconds < 120 && seconds % 60) return `${seconds} s`;
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return [days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean).join(' ') || `${seconds} s`;
}
