// The developer portal in miniature: applications, their tokens and switches, and who lets them in.
import { post } from './api.js';
import { avatar, el, icon, sync } from './dom.js';

const $ = (id) => document.getElementById(id);
const INTENTS = { members: 'Server Members', presences: 'Presence', content: 'Message Content' };
const PERMISSIONS = {
  3: 'Administrator', 4: 'Manage Channels', 5: 'Manage Server', 10: 'View Channels', 11: 'Send Messages', 13: 'Manage Messages',
  14: 'Embed Links', 15: 'Attach Files', 16: 'Read Message History', 17: 'Mention Everyone', 27: 'Manage Nicknames', 28: 'Manage Roles',
  38: 'Send Messages in Threads',
};

export class Applications {
  constructor(view, actions) {
    this.view = view;
    this.actions = actions;
    /** Tokens just made, by application; gone when the panel closes. */
    this.tokens = {};
    /** Endpoints that are typed and not saved, and who is to be deleted once asked again, by application. */
    this.drafts = {};
    this.sure = new Set();
    this.button = $('show-applications');
    this.button.addEventListener('click', () => this.open());
    this.build();
  }

  build() {
    this.problem = el('p', { class: 'failure', role: 'alert', 'data-testid': 'application-problem', hidden: true });
    this.list = el('div', { class: 'applications' });
    this.name = el('input', { type: 'text', minlength: '2', maxlength: '32', required: true, placeholder: 'Name of a new application', 'aria-label': 'Name of a new application', 'data-testid': 'new-application' });
    const form = el('form', { class: 'one-line' }, this.name, el('button', { type: 'submit', class: 'button primary', 'data-testid': 'create-application', text: 'Create' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.attempt(() => this.create());
    });
    this.dialog = el(
      'dialog',
      { class: 'modal portal', 'aria-label': 'Applications', 'data-testid': 'applications' },
      el('div', { class: 'tools-head' }, el('h2', { text: 'Applications' }), el('button', { type: 'button', class: 'icon', 'aria-label': 'Close applications', 'data-testid': 'close-applications', onclick: () => this.dialog.close() }, icon('close'))),
      form,
      this.problem,
      this.list,
    );
    this.dialog.addEventListener('close', () => {
      this.tokens = {};
      this.drafts = {};
      this.sure.clear();
      this.problem.hidden = true;
      this.button.focus();
    });
    $('dialogs').append(this.dialog);
  }

  /** Shows the panel, one application of it first when it is named. */
  open(id) {
    if (!this.dialog.open) this.dialog.showModal();
    this.show();
    this.list.querySelector(`[data-key="${id ?? ''}"]`)?.scrollIntoView();
  }

  follow(link) {
    if (link.what === 'invite') this.invite(link.id, link.permissions);
    else this.open(link.id);
  }

  /** Does something; what speaks against it is told in the panel. */
  async attempt(work) {
    this.problem.hidden = true;
    try {
      await work();
    } catch (refused) {
      this.problem.textContent = refused.message;
      this.problem.hidden = false;
    }
    this.actions.refresh();
  }

  async create() {
    const { id, token } = await post('applications', { as: this.view.me, name: this.name.value });
    this.tokens[id] = token;
    this.name.value = '';
  }

  show() {
    if (!this.dialog.open) return;
    const rows = this.view.state.bots.map((bot) => ({
      ...bot,
      status: '',
      token: this.tokens[bot.id] ?? '',
      me: this.view.names.userName(this.view.me),
      here: bot.servers.includes(this.view.server.id),
    }));
    const focused = this.focused();
    sync(this.list, rows, (row) => row.id, (row) => this.card(row));
    if (focused && !focused.node.isConnected) this.focus(focused);
  }

  /** What has the focus in a card, so that it is found again in the card that takes its place. */
  focused() {
    const node = document.activeElement;
    const card = this.list.contains(node) ? node.closest('.application') : null;
    if (!card) return null;
    const { selectionStart, selectionEnd } = node;
    return { node, card: card.dataset.key, testid: node.dataset.testid, label: node.getAttribute('aria-label'), selectionStart, selectionEnd };
  }

  focus(was) {
    const alike = [...this.list.querySelectorAll(`[data-key="${was.card}"] [data-testid="${was.testid}"]`)];
    const node = alike.find((each) => each.getAttribute('aria-label') === was.label) ?? alike[0];
    node?.focus();
    if (node && typeof was.selectionStart === 'number') node.setSelectionRange(was.selectionStart, was.selectionEnd);
  }

  card(row) {
    const state = row.connections === 0 ? 'not connected' : row.connections === 1 ? 'connected' : `${row.connections} connections`;
    return el(
      'section',
      { class: 'application', 'aria-label': row.name, 'data-testid': 'application', 'data-name': row.name },
      el('div', { class: 'line' }, avatar(row.id, row.name, true, row.avatar), el('h3', { class: 'name', text: row.name }), el('span', { class: row.connections ? 'state good' : 'state', text: state })),
      el('p', { class: 'hint', text: `Application ID ${row.id}` }),
      el('p', { class: 'hint key', text: `Public key ${row.publicKey}` }),
      row.token ? this.token(row) : el('p', { class: 'hint', text: 'The token is shown once, when it is made.' }),
      this.intents(row),
      this.endpoint(row),
      this.shop(row),
      el(
        'div',
        { class: 'row' },
        this.tool(row, 'reset-token', 'Reset token', async () => {
          this.tokens[row.id] = (await post(`applications/${row.id}/token`)).token;
        }),
        row.here
          ? el('span', { class: 'state', text: `in ${this.view.server.name}` })
          : el('button', { type: 'button', class: 'button secondary', 'data-testid': 'add-to-server', 'aria-label': `Add ${row.name} to a server`, text: 'Add to this server', onclick: () => this.invite(row.id, row.permissions) }),
        this.deletion(row),
      ),
    );
  }

  tool(row, testid, text, work) {
    return el('button', { type: 'button', class: 'button secondary', 'data-testid': testid, 'aria-label': `${text} of ${row.name}`, text, onclick: () => this.attempt(work) });
  }

  token(row) {
    const words = el('code', { class: 'token', tabindex: '0', 'aria-label': `Token of ${row.name}`, 'data-testid': 'token', text: row.token });
    const copied = el('span', { class: 'state good', role: 'status' });
    const copy = async () => {
      await navigator.clipboard.writeText(row.token);
      copied.textContent = 'copied';
    };
    return el('div', { class: 'one-line' }, words, el('button', { type: 'button', class: 'button secondary', 'data-testid': 'copy-token', text: 'Copy', onclick: () => this.attempt(copy) }), copied);
  }

  intents(row) {
    const boxes = Object.entries(INTENTS).map(([key, text]) => {
      const box = el('input', { type: 'checkbox', 'data-testid': `intent-${key}`, onchange: () => this.attempt(() => post(`applications/${row.id}/intents`, { [key]: box.checked })) });
      box.checked = row.intents[key];
      return el('label', {}, box, text);
    });
    return el('fieldset', { class: 'intents' }, el('legend', { text: 'Privileged intents' }), boxes);
  }

  endpoint(row) {
    const keep = () => {
      this.drafts[row.id] = url.value;
    };
    const url = el('input', { type: 'url', value: this.drafts[row.id] ?? row.endpoint, oninput: keep, placeholder: 'Interactions endpoint URL', 'aria-label': `Interactions endpoint URL of ${row.name}`, 'data-testid': 'endpoint' });
    const form = el('form', { class: 'one-line', novalidate: true }, url, el('button', { type: 'submit', class: 'button secondary', 'data-testid': 'save-endpoint', text: 'Save' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.attempt(async () => {
        await post(`applications/${row.id}/endpoint`, { url: url.value });
        delete this.drafts[row.id];
      });
    });
    return form;
  }

  /** What it sells, to be bought as the member one writes as, and who has it. */
  shop(row) {
    if (!row.skus.length) return null;
    const buy = (sku) =>
      el('button', { type: 'button', class: 'button premium', 'data-testid': 'buy', text: `Buy ${sku.name} as ${row.me}`, onclick: () => this.attempt(() => post(`skus/${sku.id}/buy`, { as: this.view.me, server: this.view.server.id })) });
    const act = (one, what, text) => this.tool({ name: `${one.name} of ${one.owner}` }, what, text, () => post(`applications/${row.id}/entitlements/${one.id}/${what}`));
    const bought = (one) => el('div', { class: 'line', 'data-testid': 'bought' }, el('span', { class: 'name', text: `${one.owner} has ${one.name}` }), act(one, 'end', 'End'), act(one, 'refund', 'Refund'));
    return el('div', { class: 'stack' }, el('div', { class: 'row' }, row.skus.map(buy)), row.bought.map(bought));
  }

  /** Asked twice: it can't be undone. */
  deletion(row) {
    const node = el('button', { type: 'button', 'data-testid': 'delete-application' });
    const show = () => {
      const sure = this.sure.has(row.id);
      node.className = sure ? 'button danger' : 'button secondary';
      node.textContent = sure ? 'Delete for ever' : 'Delete';
      node.setAttribute('aria-label', sure ? `Delete ${row.name} for ever` : `Delete ${row.name}`);
    };
    node.addEventListener('click', () => {
      if (this.sure.has(row.id)) {
        this.attempt(() => post(`applications/${row.id}/delete`));
        return;
      }
      this.sure.add(row.id);
      show();
    });
    show();
    return node;
  }

  /** What Discord's own site asks before a bot comes in. */
  invite(id, permissions) {
    const bot = this.view.bot(id);
    if (!bot) {
      this.actions.notice('There is no application of this id here.');
      return;
    }
    const asked = permissions || '0';
    const names = Object.entries(PERMISSIONS).filter(([bit]) => BigInt(asked) & (1n << BigInt(bit))).map(([, name]) => name);
    const server = el('select', { 'aria-label': 'Server', 'data-testid': 'invite-server' }, this.view.state.servers.map((each) => el('option', { value: each.id, text: each.name })));
    server.value = this.view.server.id;
    const problem = el('p', { class: 'failure', role: 'alert', 'data-testid': 'invite-problem', hidden: true });
    const form = el(
      'form',
      { method: 'dialog' },
      el('div', { class: 'line' }, avatar(bot.id, bot.name, true, bot.avatar), el('h2', { text: `Add ${bot.name} to a server` })),
      el('label', { class: 'field-of-modal' }, el('span', { class: 'label', text: 'Server' }), server),
      el('p', { class: 'hint', text: names.length ? `It will be allowed to: ${names.join(', ')}.` : 'It asks for no permissions.' }),
      el('p', { class: 'hint', text: `As ${this.view.names.userName(this.view.me)}, who needs Manage Server.` }),
      problem,
    );
    const dialog = el('dialog', { class: 'modal', 'aria-label': `Add ${bot.name} to a server`, 'data-testid': 'invite' }, form);
    form.append(el('div', { class: 'row end' }, el('button', { type: 'button', class: 'button secondary', text: 'Cancel', onclick: () => dialog.close() }), el('button', { type: 'submit', class: 'button primary', 'data-testid': 'authorize', text: 'Authorise' })));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        await post(`applications/${bot.id}/servers/${server.value}/invite`, { as: this.view.me, permissions: asked });
        dialog.close();
        this.actions.refresh();
      } catch (refused) {
        problem.textContent = refused.message;
        problem.hidden = false;
      }
    });
    dialog.addEventListener('close', () => dialog.remove());
    $('dialogs').append(dialog);
    dialog.showModal();
  }
}
