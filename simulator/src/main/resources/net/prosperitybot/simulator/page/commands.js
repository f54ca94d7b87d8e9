// Slash commands: what can be typed, and a command's options as fields.
import { el } from './dom.js';

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

/** The command that a whole typed line begins with; of several the longest. */
export function leafOf(all, line) {
  const text = line.replace(/^\//, '');
  const fitting = all.filter((leaf) => text === leaf.path || text.startsWith(`${leaf.path} `));
  return fitting.sort((a, b) => b.path.length - a.path.length)[0];
}

/** Fields for the options of one command. */
export class CommandFields {
  constructor(leaf, view, actions, done) {
    this.leaf = leaf;
    this.view = view;
    this.actions = actions;
    this.fields = [];
    this.nodes = [
      el('div', { class: 'command-head' }, el('span', { class: 'command-name', text: `/${leaf.path}` }), el('span', { class: 'command-about', text: leaf.description }), el('span', { class: 'command-app', text: leaf.applicationName })),
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
    const pick = (choices) => select(choices);
    if (option.choices?.length) return pick(option.choices.map((choice) => ({ value: String(choice.value), name: choice.name })));
    const { members, roles, channels } = this.view.server;
    const users = members.map((member) => ({ value: `<@${member.id}>`, name: `@${member.name}` }));
    const groups = roles.map((role) => ({ value: `<@&${role.id}>`, name: role.name.startsWith('@') ? role.name : `@${role.name}` }));
    const types = option.channel_types ?? [];
    switch (option.type) {
      case BOOLEAN:
        return pick([{ value: 'True', name: 'True' }, { value: 'False', name: 'False' }]);
      case USER:
        return pick(users);
      case ROLE:
        return pick(groups);
      case MENTIONABLE:
        return pick([...users, ...groups]);
      case CHANNEL:
        return pick(channels.filter((channel) => !types.length || types.includes(channel.type)).map((channel) => ({ value: `<#${channel.id}>`, name: `#${channel.name}` })));
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
