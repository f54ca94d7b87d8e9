// The drawer for testers: the message clock, members coming and going, bots' connections.
import { post } from './api.js';
import { openModal } from './components.js';
import { spoken } from './composer.js';
import { el, icon, sync } from './dom.js';

const $ = (id) => document.getElementById(id);
const LOOK_AGAIN = 2000;

export class Tools {
  constructor(view, actions) {
    this.view = view;
    this.actions = actions;
    this.panel = $('tools');
    this.button = $('show-tools');
    this.button.addEventListener('click', () => this.toggle());
    this.panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.toggle();
    });
    this.build();
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden;
    this.button.setAttribute('aria-expanded', String(!this.panel.hidden));
    document.body.classList.toggle('tools-open', !this.panel.hidden);
    clearInterval(this.timer);
    if (this.panel.hidden) {
      this.button.focus();
      return;
    }
    this.show();
    this.actions.refresh();
    // Connections come and go without a change of the world.
    this.timer = setInterval(() => this.actions.refresh(), LOOK_AGAIN);
    this.panel.querySelector('button').focus();
  }

  build() {
    this.ahead = el('p', { class: 'value', 'data-testid': 'clock' });
    this.bots = el('div', { class: 'stack' });
    this.people = el('div', { class: 'stack' });
    this.absent = el('div', { class: 'stack' });
    this.panel.append(
      el('div', { class: 'tools-head' }, el('h2', { text: 'Tools' }), el('button', { type: 'button', class: 'icon', 'aria-label': 'Close tools', onclick: () => this.toggle() }, icon('close'))),
      el(
        'section',
        {},
        el('h3', { text: 'Message clock' }),
        this.ahead,
        el('p', { class: 'hint', text: 'Messages from this page carry this time, so that a cooldown can be walked through. Going back to real time makes new messages older than the last ones.' }),
        el('div', { class: 'row' }, this.step('+1 min', 60), this.step('+10 min', 600), this.step('+1 h', 3600), this.step('+1 day', 86400)),
        this.tool('Back to real time', 'clock-reset', () => post('clock')),
      ),
      el(
        'section',
        {},
        el('h3', { text: 'Many messages' }),
        el('p', { class: 'hint', text: 'In the open channel, by the member you write as. The message clock moves along.' }),
        this.tool('Send 10, one minute apart', 'series', () => this.series()),
      ),
      el('section', {}, el('h3', { text: 'Bots' }), this.bots),
      el('section', {}, el('h3', { text: 'Members' }), this.newMember(), this.people, this.absent),
    );
  }

  tool(text, testid, work) {
    return el('button', { type: 'button', class: 'button secondary', 'data-testid': testid, text, onclick: () => this.actions.run(work()) });
  }

  step(text, seconds) {
    return this.tool(text, `clock-${seconds}`, () => post('clock', { advanceSeconds: seconds }));
  }

  series() {
    return post(`channels/${this.view.channelId}/series`, { as: this.view.me, count: 10, secondsApart: 60, content: 'Message' });
  }

  newMember() {
    const name = el('input', { type: 'text', maxlength: '32', required: true, placeholder: 'Name of a new member', 'aria-label': 'Name of a new member', 'data-testid': 'new-member' });
    const form = el('form', { class: 'one-line' }, name, el('button', { type: 'submit', class: 'button secondary', 'data-testid': 'add-member', text: 'Join' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const order = { name: name.value };
      name.value = '';
      this.actions.run(post(`servers/${this.view.server.id}/members`, order));
    });
    return form;
  }

  show() {
    if (this.panel.hidden) return;
    const { state, server } = this.view;
    const { aheadSeconds } = state.clock;
    this.ahead.textContent = aheadSeconds ? `${spoken(aheadSeconds)} ahead of real time` : 'Real time';
    sync(this.bots, state.bots, (bot) => bot.id, (bot) => this.bot(bot));
    const people = server.members.filter((member) => !member.bot && member.id !== server.ownerId);
    sync(this.people, people.map(({ id, name }) => ({ id, name })), (person) => person.id, (person) => this.person(person, 'leave', 'Leave'));
    sync(this.absent, server.absent ?? [], (person) => person.id, (person) => this.person(person, 'join', 'Join'));
  }

  bot(bot) {
    const connected = bot.connections === 0 ? 'not connected' : bot.connections === 1 ? 'connected' : `${bot.connections} connections`;
    return el(
      'div',
      { class: 'line', 'data-testid': 'bot', 'data-name': bot.name },
      el('span', { class: 'name', text: bot.name }),
      el('span', { class: bot.connections ? 'state good' : 'state', text: connected }),
      el('button', { type: 'button', class: 'button secondary', disabled: bot.connections === 0, 'data-testid': 'cut', title: 'Cuts the bot’s gateway connections without a word', text: 'Cut', onclick: () => this.actions.run(post(`applications/${bot.id}/cut`)) }),
    );
  }

  person(person, what, text) {
    return el(
      'div',
      { class: what === 'join' ? 'line away' : 'line', 'data-testid': what, 'data-name': person.name },
      el('span', { class: 'name', text: person.name }),
      el('button', { type: 'button', class: 'button secondary', 'aria-label': `${person.name}: ${text}`, text, onclick: () => this.actions.run(post(`servers/${this.view.server.id}/members/${person.id}/${what}`)) }),
    );
  }

  openModal({ modal, interaction }) {
    openModal(modal, this.view, (values) => this.actions.submit(interaction, values));
  }
}
