// Search: a message by its id, an agent by type/key, everything of a tenant by its key.

import { get, Refused } from './api.js';
import { missing } from './cluster.js';
import { agentLink, h, json, link, split, table } from './dom.js';

/** Returns what is there as `found`, or why the node does not say so as `problem`; neither if there is nothing. */
async function known(path, signal) {
  try {
    return { found: await get(path, signal) };
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401) {
      throw error;
    }
    return error.status === 400 || error.status === 404 ? {} : { problem: error.message };
  }
}

function problems(...answers) {
  return [...new Set(answers.map((answer) => answer.problem).filter((problem) => problem))]
    .map((problem) => h('p', { class: 'bad', role: 'alert' }, problem));
}

const DEEPEST = 50;

function name(agent) {
  return !agent || agent.startsWith('troupe.outside/') ? 'outside' : agentLink(agent);
}

function about(turn) {
  return [name(turn.sender), ' → ', name(turn.recipient), ` ${turn.type ?? ''} `,
    h('span', { class: turn.end === 'APPLIED' ? 'good' : 'warn' }, turn.end ?? 'not seen'),
    h('span', { class: 'soft' }, ` ${new Date(turn.at).toLocaleTimeString()} at ${turn.node}`,
      turn.attempt > 1 ? `, attempt ${turn.attempt}` : '', turn.stored ? ', stored' : ''), ' ',
    link(`#/find/${encodeURIComponent(turn.message)}`, turn.message)];
}

/** Each turn below the one that sent its message; what an attempt has sent stands below the first. */
function whoToldWhom(turns) {
  const spans = new Set(turns.map((turn) => turn.span));
  const below = new Map();
  turns.forEach((turn) => {
    const parent = turn.parent !== turn.span && spans.has(turn.parent) ? turn.parent : '';
    below.set(parent, [...(below.get(parent) ?? []), turn]);
  });
  const shown = new Set();
  const branch = (turn, depth) => {
    const children = shown.has(turn.span) || depth === DEEPEST ? [] : below.get(turn.span) ?? [];
    shown.add(turn.span);
    return h('li', {}, about(turn), children.length ? h('ul', {}, children.map((child) => branch(child, depth + 1))) : null);
  };
  return h('ul', { class: 'tree' }, (below.get('') ?? []).map((turn) => branch(turn, 0)));
}

function message(id, fate, trace) {
  return [
    h('h3', {}, `Message ${id}`),
    fate ? json(fate) : h('p', { class: 'soft' }, 'No fate is known under this id.'),
    trace?.turns?.length ? [h('h3', {}, 'Who told whom'), missing(trace), whoToldWhom(trace.turns),
      trace.cut ? h('p', { class: 'warn' }, 'There is more than is shown; see ./troupe trace.') : null] : null,
  ];
}

function loaded(page, path) {
  return [
    h('h3', {}, 'Agents that are loaded'),
    page ? missing(page) : null,
    table('Agents', [
      { label: 'Agent', value: (agent) => agentLink(agent.id) },
      { label: 'Node', value: (agent) => agent.node },
    ], page?.agents ?? [], 'None whose key begins so.'),
    page?.next ? h('p', {}, link(`#/agents//${path}`, 'All of them')) : null,
  ];
}

export async function find([text = ''], signal) {
  if (!text) {
    return h('p', {}, 'Type a message id, an agent as type/key, or a tenant.');
  }
  const path = encodeURIComponent(text);
  const [fate, trace, agents] = await Promise.all([
    known(`/v1/messages/${path}`, signal),
    known(`/v1/trace/${path}`, signal),
    text.includes('/')
      ? known(`/v1/agents?${new URLSearchParams({ type: split(text)[0], key: split(text)[1], limit: 50 })}`, signal)
      : known(`/v1/agents?${new URLSearchParams({ key: text, limit: 50 })}`, signal),
  ]);
  return [
    h('p', {}, `“${text}”`),
    problems(fate, trace, agents),
    fate.found || trace.found?.turns?.length ? message(text, fate.found, trace.found) : null,
    text.includes('/') ? h('p', {}, 'Agent: ', agentLink(text)) : null,
    agents.problem ? null : loaded(agents.found, path),
  ];
}
