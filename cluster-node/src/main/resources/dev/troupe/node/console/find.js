// Search: a message by its id, an agent by type/key, everything of a tenant by its key.

import { get, Refused } from './api.js';
import { agentLink, h, json, link, split, table } from './dom.js';

async function known(path, signal) {
  try {
    return await get(path, signal);
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) {
      return null;
    }
    throw error;
  }
}

function branch(turn) {
  return h('li', {},
    turn.sender ? agentLink(turn.sender) : 'outside', ' → ', agentLink(turn.recipient), ` ${turn.type ?? ''} `,
    h('span', { class: turn.outcome === 'APPLIED' ? 'good' : 'warn' }, turn.outcome ?? 'not seen'),
    turn.node ? h('span', { class: 'soft' }, ` at ${turn.node}`) : '',
    turn.children?.length ? h('ul', {}, turn.children.map(branch)) : null);
}

function message(id, fate, trace) {
  return [
    h('h3', {}, `Message ${id}`),
    fate ? json(fate) : h('p', { class: 'soft' }, 'No fate is known under this id.'),
    trace ? [h('h3', {}, 'Who told whom'), trace.tree ? h('ul', {}, trace.tree.map(branch)) : json(trace)] : null,
  ];
}

export async function find([text = ''], signal) {
  if (!text) {
    return h('p', {}, 'Type a message id, an agent as type/key, or a tenant.');
  }
  const path = encodeURIComponent(text);
  const [fate, trace, page] = await Promise.all([
    known(`/v1/messages/${path}`, signal),
    known(`/v1/trace/${path}`, signal),
    text.includes('/')
      ? known(`/v1/agents?${new URLSearchParams({ type: split(text)[0], key: split(text)[1], limit: 50 })}`, signal)
      : known(`/v1/agents?${new URLSearchParams({ key: text, limit: 50 })}`, signal),
  ]);
  return [
    h('p', {}, `“${text}”`),
    fate || trace ? message(text, fate, trace) : null,
    text.includes('/') ? h('p', {}, 'Agent: ', agentLink(text)) : null,
    h('h3', {}, 'Agents that are loaded'),
    table('Agents', [
      { label: 'Agent', value: (agent) => agentLink(agent.id) },
      { label: 'Node', value: (agent) => agent.node },
    ], page?.agents ?? [], 'None whose key begins so.'),
    page?.next ? h('p', {}, link(`#/agents//${path}`, 'All of them')) : null,
  ];
}
