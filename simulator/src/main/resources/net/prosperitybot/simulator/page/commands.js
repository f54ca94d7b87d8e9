// Slash commands: what can be typed, and a command's options as fields.
import { avatar, el } from './dom.js';

const SUB_COMMAND = 1;
const GROUP = 2;
const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const NUMBER = 10;
const PICKED = [BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE];
const PAUSE = 150;

/** Every command that can be run, sub-commands among them by their whole name. */
export function leaves(offers) {
  const out = [];
  for (const { application, applicationName, command } of offers) {
    collect(out, command.name, command, { application, applicationName });
  }
  return out.sort((a, b) => a.path.localeCompare(b.path));
}

function collect(out, path, command, from) {
  const inner = (command.options ?? []).filter((option) => option.type === SUB_COMMAND || option.type === GROUP);
  if (inner.length) inner.forEach((option) => collect(out, `${path} ${option.name}`, option, from));
  else out.push({ ...from, path, description: command.description, options: command.options ?? [] });
}

/** The commands that what was typed may become, the best first. */
export function matching(all, typed) {
  const wanted = typed.replace(/^\//, '').toLowerCase();
  const starting = all.filter((leaf) => leaf.path.startsWith(wanted));
  const containing = all.filter((leaf) => !leaf.path.startsWith(wanted) && leaf.path.includes(wanted.trim()));
  return wanted.includes(' ') ? starting : [...starting, ...containing];
}

/** The command that a whole typed line begins with; of several the longest, and that of the chosen application. */
export function leafOf(all, line, application) {
  const text = line.replace(/^\//, '');
  const fitting = all.filter((leaf) => text === leaf.path || text.startsWith(`${leaf.path} `));
  const chosen = (leaf) => Number(leaf.application === application);
  return fitting.sort((a, b) => b.path.length - a.path.length || chosen(b) - chosen(a))[0];
}

/** Every application that has the command. */
export function sameIn(all, leaf) {
  return leaf ? all.filter((each) => each.path === leaf.path) : [];
}

/** Whose command it is: picture and name. */
export function ownerOf(leaf, view) {
  return el('span', { class: 'command-app' }, avatar(leaf.application, leaf.applicationName, true, view.bot(leaf.application)?.avatar), leaf.applicationName);
}

/** What an option can be set to, as `{name, value}`: the name is typed, the value is sent by fields. */
export function values(option, view) {
  if (option.choices?.length) return option.choices.map((choice) => ({ name: choice.name, value: String(choice.value) }));
  const { members, roles, channels } = view.server;
  const users = () => members.map((member) => ({ name: `@${member.name}`, value: `<@${member.id}>` }));
  const groups = () => roles.map((role) => ({ name: role.name.startsWith('@') ? role.name : `@${role.name}`, value: `<@&${role.id}>` }));
  const types = option.channel_types ?? [];
  switch (option.type) {
    case BOOLEAN:
      return ['True', 'False'].map((name) => ({ name, value: name }));
    case USER:
      return users();
    case ROLE:
      return groups();
    case MENTIONABLE:
      return [...users(), ...groups()];
    case CHANNEL:
      return channels.filter((channel) => !types.length || types.includes(channel.type)).map((channel) => ({ name: `#${channel.name}`, value: `<#${channel.id}>` }));
    default:
      return [];
  }
}

/**
 * What may stand next in a typed command: values of the option before the caret, then options that
 * are not there yet. Each replaces the line from `from` to the caret with `text`; one without `text` only
 * tells what is expected. `complete` is true when the line can be sent as it is.
 */
export function next(leaf, before, view) {
  const start = leaf.path.length + 2;
  const names = leaf.options.map((option) => option.name).join('|');
  const given = names ? [...before.slice(start).matchAll(new RegExp(`(?<=^|\\s)(${names}):`, 'g'))] : [];
  const last = given.at(-1);
  const option = last && leaf.options.find((each) => each.name === last[1]);
  const from = last ? start + last.index + last[0].length : start;
  const typed = before.slice(from);
  const known = option ? values(option, view) : [];
  const wanted = typed.trim().toLowerCase().replace(/^[@#]/, '');
  const fitting = known.filter((each) => each.name.toLowerCase().replace(/^[@#]/, '').startsWith(wanted));
  const exact = known.some((each) => [each.name, each.value].some((text) => text.toLowerCase() === typed.trim().toLowerCase()));
  const missing = leaf.options.filter((each) => !given.some((found) => found[1] === each.name));
  const word = /\S*$/.exec(before)[0];
  const room = !option || (typed.length > word.length && typed.trim() !== word);
  const items = [
    ...(exact && typed.endsWith(' ') ? [] : fitting).map((each) => ({ name: each.name, about: '', from, text: `${each.name} ` })),
    ...(room ? missing.filter((each) => each.name.startsWith(word)) : []).map((each) => ({ name: `${each.name}:`, about: each.description, from: before.length - word.length, text: `${each.name}:` })),
    ...(option && !known.length && !typed.endsWith(' ') ? [{ name: option.name, about: expected(option) }] : []),
  ];
  const filled = !option || (known.length ? exact : typed.trim() !== '');
  return { items, complete: filled && !missing.some((each) => each.required) };
}

/** Such as "a whole number from 1 to 1000". */
function expected(option) {
  const { min_value: min, max_value: max, min_length: least, max_length: most } = option;
  const range = (low, high, unit) => (low === undefined && high === undefined ? '' : ` ${low === undefined ? 'up to' : `from ${low} to`} ${high ?? 'any'}${unit}`);
  switch (option.type) {
    case INTEGER:
      return `${option.description} – a whole number${range(min, max, '')}`;
    case NUMBER:
      return `${option.description} – a number${range(min, max, '')}`;
    default:
      return `${option.description}${least === undefined && most === undefined ? '' : ` –${range(least, most, ' characters')}`}`;
  }
}

/** Fields for the options of one command. */
export class CommandFields {
  constructor(leaf, view, actions, done) {
    this.leaf = leaf;
    this.view = view;
    this.actions = actions;
    this.fields = [];
    this.nodes = [
      el('div', { class: 'command-head' }, el('span', { class: 'command-name', text: `/${leaf.path}` }), el('span', { class: 'command-about', text: leaf.description }), ownerOf(leaf, view)),
      el('div', { class: 'command-options' }, leaf.options.map((option) => this.field(option))),
      el(
        'div',
        { class: 'command-foot' },
        el('span', { class: 'hint', text: 'Enter runs it, Esc leaves it' }),
        el('button', { type: 'button', class: 'button secondary', text: 'Cancel', onclick: done }),
        el('button', { type: 'submit', class: 'button primary', 'data-testid': 'run-command', text: 'Run' }),
      ),
    ];
  }

  focus() {
    (this.fields.find(({ option }) => option.required) ?? this.fields[0])?.node.focus();
  }

  /** What would have been typed. */
  line(last) {
    const parts = [`/${this.leaf.path}`];
    const ordered = last ? [...this.fields.filter((each) => each !== last), last] : this.fields;
    for (const field of ordered) {
      const value = field.node.dataset.value ?? field.node.value;
      if (value.trim() || field === last) parts.push(`${field.option.name}:${value.trim()}`);
    }
    return parts.join(' ');
  }

  field(option) {
    const node = this.input(option);
    const field = { option, node };
    this.fields.push(field);
    node.dataset.testid = 'option';
    node.dataset.name = option.name;
    node.setAttribute('aria-label', `${option.name}: ${option.description}`);
    if (option.required) node.required = true;
    const label = el('label', { class: 'option', title: option.description }, el('span', { class: 'option-name', text: option.name + (option.required ? ' *' : '') }), node, el('span', { class: 'option-about', text: option.description }));
    if (option.autocomplete) this.complete(field, label);
    return label;
  }

  input(option) {
    const known = values(option, this.view);
    if (known.length || PICKED.includes(option.type)) return select(known);
    switch (option.type) {
      case INTEGER:
      case NUMBER:
        return el('input', { type: 'number', step: option.type === INTEGER ? '1' : 'any', min: option.min_value, max: option.max_value, inputmode: 'decimal' });
      default:
        return el('input', { type: 'text', minlength: option.type === STRING ? option.min_length : null, maxlength: option.max_length ?? 6000 });
    }
  }

  /** Asks the bot for suggestions while something is typed, and lets one be chosen. */
  complete(field, label) {
    const { node } = field;
    const list = el('div', { class: 'completions', role: 'listbox', 'data-testid': 'completions', hidden: true });
    label.append(list);
    let timer = 0;
    let asked = 0;
    const ask = async () => {
      const mine = ++asked;
      const choices = await this.actions.suggest(this.line(field), this.leaf.application).catch(() => []);
      if (mine !== asked) return;
      list.replaceChildren(...choices.map((choice) => this.completion(choice, node, list)));
      list.hidden = choices.length === 0;
    };
    node.addEventListener('input', () => {
      delete node.dataset.value;
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    node.addEventListener('focus', ask);
    node.addEventListener('blur', () => setTimeout(() => (list.hidden = true), PAUSE));
    node.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' && !list.hidden) {
        event.preventDefault();
        list.firstElementChild?.focus();
      }
    });
  }

  completion(choice, node, list) {
    const button = el('button', { type: 'button', role: 'option', 'data-testid': 'completion', text: choice.name });
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => {
      node.value = choice.name;
      node.dataset.value = String(choice.value);
      list.hidden = true;
      node.focus();
      list.hidden = true;
    });
    button.addEventListener('keydown', (event) => {
      const next = event.key === 'ArrowDown' ? button.nextElementSibling : event.key === 'ArrowUp' ? (button.previousElementSibling ?? node) : null;
      if (next) {
        event.preventDefault();
        next.focus();
      }
    });
    return button;
  }
}

function select(choices) {
  return el('select', {}, el('option', { value: '', text: '–' }), choices.map((choice) => el('option', { value: choice.value, text: choice.name })));
}
