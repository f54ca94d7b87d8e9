// Buttons, menus and the inputs of modals.
import { el, follow, localLink } from './dom.js';
import { markdown } from './markdown.js';

const ROW = 1;
const BUTTON = 2;
const STRINGS = 3;
const TEXT_INPUT = 4;
const USERS = 5;
const ROLES = 6;
const MENTIONABLES = 7;
const CHANNELS = 8;
const SECTION = 9;
const TEXT = 10;
const SEPARATOR = 14;
const CONTAINER = 17;
const LABEL = 18;
const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link', 6: 'premium' };
const LINK = 5;
const PREMIUM = 6;

/** The components of a message as nodes. */
export function components(message, view, actions) {
  const use = (customId, values) => actions.run(actions.component(message, customId, values));
  use.buy = (sku) => actions.run(actions.buy(sku));
  return (message.components ?? []).map((component) => part(component, view, use));
}

function part(component, view, use) {
  switch (component.type) {
    case ROW:
      return el('div', { class: 'row' }, component.components.map((each) => part(each, view, use)));
    case BUTTON:
      return component.style === PREMIUM ? premiumButton(component, view, use) : button(component, use);
    case STRINGS:
    case USERS:
    case ROLES:
    case MENTIONABLES:
    case CHANNELS:
      return menu(component, view, use);
    case SECTION:
      return el('div', { class: 'section' }, el('div', {}, component.components.map((each) => part(each, view, use))), component.accessory && part(component.accessory, view, use));
    case TEXT: {
      const text = el('div', { class: 'content' });
      text.append(markdown(component.content, view.names));
      return text;
    }
    case SEPARATOR:
      return el('hr');
    case CONTAINER: {
      const box = el('div', { class: 'embed container' }, el('div', { class: 'embed-main' }, component.components.map((each) => part(each, view, use))));
      if (component.accent_color) box.style.setProperty('--bar', `#${component.accent_color.toString(16).padStart(6, '0')}`);
      return box;
    }
    default:
      return null;
  }
}

function face(component) {
  const emoji = component.emoji ? (component.emoji.id ? `:${component.emoji.name}:` : component.emoji.name) : '';
  return [emoji && el('span', { class: 'emoji', text: emoji }), component.label && el('span', { text: component.label })];
}

/** It says what it sells; the bot has no say in it. */
function premiumButton(component, view, use) {
  const name = view.sku(component.sku_id)?.name ?? 'something that is not sold here';
  return el('button', { type: 'button', class: 'button premium', disabled: component.disabled, 'data-testid': 'premium-button', onclick: () => use.buy(component.sku_id) }, el('span', { class: 'emoji', 'aria-hidden': 'true', text: '◆' }), el('span', { text: `Buy ${name}` }));
}

function button(component, use) {
  const style = `button ${STYLES[component.style] ?? 'secondary'}`;
  const local = component.style === LINK && localLink(component.url);
  if (local) return el('button', { type: 'button', class: style, title: component.url, 'data-testid': 'local-link', onclick: () => follow(local) }, face(component));
  if (component.style === LINK) {
    const safe = /^https?:\/\//.test(component.url ?? '');
    return el('a', { class: style, href: safe ? component.url : null, target: '_blank', rel: 'noopener noreferrer', 'data-testid': 'link-button' }, face(component), el('span', { class: 'out', 'aria-hidden': 'true', text: '↗' }));
  }
  const node = el('button', { type: 'button', class: style, disabled: component.disabled, 'data-testid': 'button', 'data-custom-id': component.custom_id }, face(component));
  node.addEventListener('click', () => {
    node.setAttribute('aria-busy', 'true');
    use(component.custom_id, []);
    setTimeout(() => node.removeAttribute('aria-busy'), 3500);
  });
  return node;
}

/** What can be chosen in a menu, as `{value, name, description, chosen}`. */
function choices(component, view) {
  const chosen = new Set((component.default_values ?? []).map((each) => each.id));
  return offered(component, view).map((choice) => (chosen.has(choice.value) ? { ...choice, chosen: true } : choice));
}

function offered(component, view) {
  const members = view.server.members.map((member) => ({ value: member.id, name: `@${member.name}` }));
  const roles = view.server.roles.map((role) => ({ value: role.id, name: role.name.startsWith('@') ? role.name : `@${role.name}` }));
  const types = component.channel_types ?? [];
  switch (component.type) {
    case USERS:
      return members;
    case ROLES:
      return roles;
    case MENTIONABLES:
      return [...members, ...roles];
    case CHANNELS:
      return view.server.channels
        .filter((channel) => !types.length || types.includes(channel.type))
        .map((channel) => ({ value: channel.id, name: `#${channel.name}` }));
    default:
      return (component.options ?? []).map((option) => ({ value: option.value, name: option.label, description: option.description, chosen: option.default }));
  }
}

function menu(component, view, use) {
  const many = (component.max_values ?? 1) > 1;
  const label = component.placeholder || 'Make a selection';
  return many ? checklist(component, choices(component, view), label, use) : singleMenu(component, choices(component, view), label, use);
}

function singleMenu(component, options, label, use) {
  const node = el(
    'select',
    { class: 'menu', 'aria-label': label, disabled: component.disabled, 'data-testid': 'menu', 'data-custom-id': component.custom_id },
    el('option', { value: '', text: label }),
    options.map((option) => el('option', { value: option.value, selected: option.chosen, text: option.description ? `${option.name} – ${option.description}` : option.name })),
  );
  node.addEventListener('change', () => {
    if (node.value) use(component.custom_id, [node.value]);
  });
  return node;
}

function checklist(component, options, label, use) {
  const boxes = options.map((option) => el('input', { type: 'checkbox', value: option.value, checked: option.chosen, disabled: component.disabled }));
  const apply = el('button', { type: 'button', class: 'button primary', disabled: component.disabled, text: 'Choose' });
  apply.addEventListener('click', () => use(component.custom_id, boxes.filter((box) => box.checked).map((box) => box.value)));
  return el(
    'details',
    { class: 'menu checklist', 'data-testid': 'menu', 'data-custom-id': component.custom_id },
    el('summary', { text: label }),
    el('div', { class: 'options' }, options.map((option, i) => el('label', {}, boxes[i], el('span', { text: option.name })))),
    apply,
  );
}

// Modals

/** Shows a modal; `submit(values)` throws with words when it is refused. */
export function openModal(modal, view, submit) {
  const fields = [];
  const problem = el('p', { class: 'failure', role: 'alert', hidden: true });
  const form = el('form', { method: 'dialog' }, el('h2', { text: modal.title }));
  for (const row of modal.components ?? []) {
    if (row.type === TEXT) {
      const text = el('div', { class: 'content' });
      text.append(markdown(row.content, view.names));
      form.append(text);
    }
    const inputs = row.type === LABEL ? [{ ...row.component, label: row.label, hint: row.description }] : (row.components ?? []);
    for (const input of inputs) form.append(modalField(input, view, fields));
  }
  const send = el('button', { type: 'submit', class: 'button primary', 'data-testid': 'modal-submit', text: 'Submit' });
  const dialog = el('dialog', { class: 'modal', 'aria-label': modal.title, 'data-testid': 'modal' }, form);
  form.append(problem, el('div', { class: 'row end' }, el('button', { type: 'button', class: 'button secondary', onclick: () => dialog.close(), text: 'Cancel' }), send));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      await submit(Object.fromEntries(fields.map(({ customId, node }) => [customId, node.value])));
      dialog.close();
    } catch (refused) {
      problem.textContent = refused.message;
      problem.hidden = false;
    } finally {
      send.disabled = false;
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.getElementById('dialogs').append(dialog);
  dialog.showModal();
}

function modalField(input, view, fields) {
  const required = input.required !== false;
  const common = { 'aria-label': input.label, 'data-testid': 'modal-field', 'data-custom-id': input.custom_id };
  let node;
  if (input.type === TEXT_INPUT) {
    const props = { ...common, required, placeholder: input.placeholder, minlength: input.min_length, maxlength: input.max_length ?? 4000, value: input.value ?? '' };
    node = input.style === 2 ? el('textarea', { ...props, rows: '4' }) : el('input', { ...props, type: 'text' });
  } else {
    node = el('select', { ...common, required }, el('option', { value: '', text: input.placeholder || 'Make a selection' }), choices(input, view).map((option) => el('option', { value: option.value, selected: option.chosen, text: option.name })));
  }
  fields.push({ customId: input.custom_id, node });
  return el('label', { class: 'field-of-modal' }, el('span', { class: 'label', text: input.label + (required ? ' *' : '') }), input.hint && el('span', { class: 'hint', text: input.hint }), node);
}
