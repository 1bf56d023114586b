// Which agents are loaded, and what one of them has done.

import { call, get, Refused } from './api.js';
import { missing } from './cluster.js';
import { agentLink, h, json, link, table } from './dom.js';

const number = new Intl.NumberFormat();

function ago(millis) {
  const seconds = Math.round(millis / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** An address of the list: type, how keys begin, and behind which agent the page starts. */
function listing(type, key, after = '') {
  return `#/agents/${[type, key, after].map(encodeURIComponent).join('/')}`;
}

function search(type, key) {
  return h('form', {
    class: 'bar',
    onsubmit: (event) => {
      event.preventDefault();
      const form = new FormData(event.target);
      location.hash = listing(form.get('type').trim(), form.get('key').trim());
    },
  },
  h('label', {}, 'Agent type', h('input', { name: 'type', value: type, 'data-name': 'type' })),
  h('label', {}, 'Key begins with', h('input', { name: 'key', value: key, 'data-name': 'key' })),
  h('button', { 'data-name': 'show' }, 'Show'));
}

export async function agents([type = '', key = '', after = ''], signal) {
  const query = new URLSearchParams({ limit: 50 });
  Object.entries({ type, key, after }).forEach(([name, value]) => value && query.set(name, value));
  const page = await get(`/v1/agents?${query}`, signal);
  return [
    search(type, key),
    missing(page),
    table('Agents', [
      { label: 'Agent', value: (agent) => agentLink(agent.id) },
      { label: 'Node', value: (agent) => agent.node },
      { label: 'Idle', value: (agent) => ago(agent.idleMillis), number: true },
    ], page.agents, 'No agent like that is loaded. A durable one that is not loaded comes back with its next message.'),
    h('p', {},
      after ? [link(listing(type, key), 'First page'), ' '] : null,
      page.next ? link(listing(type, key, page.next), 'Next page') : null),
  ];
}

function turn(each) {
  return h('details', { class: 'card', 'data-name': `turn-${each.turn}` },
    h('summary', {}, `${each.turn} · ${new Date(each.at).toLocaleString()} · ${each.message.type}`,
      each.failure ? h('span', { class: 'bad' }, ' given up') : ''),
    h('p', {}, 'from ', each.message.sender ? agentLink(each.message.sender) : 'outside',
      each.message.topic ? ` on ${each.message.topic}` : '', ', id ',
      link(`#/find/${encodeURIComponent(each.message.id)}`, each.message.id),
      each.attempts > 1 ? `, ${each.attempts} attempts` : ''),
    json(each.message.json),
    each.failure ? [h('h3', {}, 'Given up'), json(each.failure)] : null,
    h('h3', {}, 'State after'), json(each.after ?? 'none'),
    each.answer ? [h('h3', {}, `Answer: ${each.answer.type}`), json(each.answer.json)] : null,
    each.sent.length ? h('h3', {}, 'Sent') : null,
    each.sent.map((sent) => [h('p', {}, agentLink(sent.recipient), ` ${sent.type}`, sent.topic ? ` on ${sent.topic}` : ''), json(sent.json)]));
}

async function history(path, from, signal) {
  try {
    return await get(`${path}/history?limit=20${from ? `&from=${from}` : ''}`, signal);
  } catch (error) {
    if (error instanceof Refused && error.status < 500 && !(await get(path, signal)).durable) {
      return null; // its turns are not stored
    }
    throw error;
  }
}

function passivate(path, show) {
  return h('button', {
    type: 'button',
    'data-name': 'passivate',
    onclick: async (event) => {
      event.target.disabled = true;
      try {
        const { asked } = await call('POST', `${path}/passivate`);
        event.target.textContent = asked.length ? 'Asked to unload' : 'It is not loaded';
      } catch (error) {
        event.target.after(h('p', { class: 'bad', role: 'alert' }, error.message));
      }
      setTimeout(show, 1000);
    },
  }, 'Unload');
}

export async function agent([type, key, from], signal, show) {
  const path = `/v1/agents/${encodeURIComponent(type)}/${encodeURIComponent(key)}`;
  const [about, turns] = await Promise.all([get(path, signal), history(path, from, signal)]);
  const here = `#/agent/${encodeURIComponent(type)}/${encodeURIComponent(key)}`;
  const newest = turns?.turns.at(-1);
  return [
    h('p', {}, h('strong', {}, `${type}/${key}`), ' ',
      about.loaded.map((each) => h('span', { class: 'tag good' }, `loaded at ${each.node}, idle ${ago(each.idleMillis)}`)),
      about.loaded.length ? null : h('span', { class: 'tag soft' }, 'not loaded'),
      turns ? h('span', { class: 'tag' }, 'durable') : h('span', { class: 'tag soft' }, 'in memory: its turns are not stored')),
    missing(about),
    h('p', {}, passivate(path, show), ' ',
      link(`#/conversation/${encodeURIComponent(type)}/${encodeURIComponent(key)}`, 'Watch the topic of this name')),
    newest ? [h('h3', {}, 'State'), json(newest.after ?? 'none')] : null,
    turns ? h('h3', {}, `Turns (newest number: ${number.format(turns.highest)})`) : null,
    turns ? [...turns.turns].reverse().map(turn) : null,
    turns ? h('p', {}, link(`${here}/1`, 'From the first turn'), ' ',
      turns.next ? link(`${here}/${turns.next}`, 'Later turns') : null, ' ', from ? link(here, 'Newest turns') : null) : null,
  ];
}
