// Messages that were given up: looked at, sent again, thrown away.

import { call, get } from './api.js';
import { missing } from './cluster.js';
import { agentLink, h, json, link, table } from './dom.js';

function button(text, name, act, show) {
  return h('button', {
    type: 'button',
    'data-name': name,
    onclick: async (event) => {
      event.target.disabled = true;
      try {
        await act();
        await show();
      } catch (error) {
        event.target.disabled = false;
        event.target.after(h('p', { class: 'bad', role: 'alert' }, error.message));
      }
    },
  }, text);
}

function sure(text) {
  return window.confirm(text) ? Promise.resolve() : Promise.reject(new Error('nothing was done'));
}

// Contents that somebody has opened, by path; they do not change. Only those of the page that is shown.
const contents = new Map();

function content(path) {
  return h('details', {
    'data-name': path,
    ontoggle: async (event) => {
      const details = event.target;
      if (details.open && details.childElementCount === 1) {
        try {
          const { payload } = await get(path);
          contents.set(path, payload);
          details.append(json(payload));
        } catch (error) {
          details.append(h('p', { class: 'bad' }, error.message));
        }
      }
    },
  }, h('summary', {}, 'content'), contents.has(path) ? json(contents.get(path)) : null);
}

export async function deadLetters([after = ''], signal, show) {
  const query = new URLSearchParams({ limit: 50 });
  if (after) {
    query.set('after', after);
  }
  const page = await get(`/v1/dead-letters?${query}`, signal);
  const path = (letter) => `/v1/dead-letters/${encodeURIComponent(letter.id)}`;
  const paths = new Set(page.deadLetters.map(path));
  [...contents.keys()].filter((each) => !paths.has(each)).forEach((each) => contents.delete(each));
  return [
    missing(page),
    table('Dead letters', [
      { label: 'When', value: (letter) => new Date(letter.at).toLocaleString() },
      { label: 'To', value: (letter) => agentLink(letter.recipient) },
      { label: 'From', value: (letter) => (letter.sender ? agentLink(letter.sender) : 'outside') },
      { label: 'Message', value: (letter) => [letter.type, content(path(letter)),
        link(`#/find/${encodeURIComponent(letter.messageId)}`, letter.messageId)] },
      { label: 'Why', value: (letter) => [h('span', { class: 'bad' }, letter.failure.kind), ` ${letter.failure.message}`,
        ` (${letter.attempts} attempts, kept in ${letter.kept}${letter.node ? ` of ${letter.node}` : ''})`] },
      { label: 'Actions', value: (letter) => [
        button('Send again', `resend-${letter.id}`, () => call('POST', `${path(letter)}/resend`), show), ' ',
        button('Purge', `purge-${letter.id}`,
          () => sure(`Purge ${letter.messageId}? It cannot be sent again.`).then(() => call('DELETE', path(letter))), show)] },
    ], page.deadLetters, 'There are none.', (letter) => letter.id),
    page.next ? h('p', {}, link(`#/letters/${encodeURIComponent(page.next)}`, 'Next page')) : null,
  ];
}
