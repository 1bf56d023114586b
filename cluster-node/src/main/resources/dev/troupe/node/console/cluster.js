// The nodes, who talks to whom, and who hears what.

import { get } from './api.js';
import { h, link, table } from './dom.js';

const number = new Intl.NumberFormat();

export function missing(answer) {
  return answer.missing?.length
    ? h('p', { class: 'warn', role: 'alert' }, `Did not answer in time: ${answer.missing.join(', ')}`)
    : null;
}

function byType(node) {
  return Object.entries(node.agentsByType ?? {}).sort((one, two) => two[1] - one[1]);
}

function card(node, self) {
  const status = node.draining ? 'draining' : (node.status ?? 'up');
  return h('section', { class: 'card', 'data-node': node.node, 'aria-label': `Node ${node.node}` },
    h('h3', {}, node.node),
    h('p', {},
      h('span', { class: `tag ${status.toLowerCase() === 'up' ? 'good' : 'warn'}` }, status),
      (node.roles ?? []).map((role) => h('span', { class: 'tag' }, role)),
      node.node === self ? h('span', { class: 'tag soft' }, 'this node') : null,
      node.oldest ? h('span', { class: 'tag soft' }, 'oldest') : null),
    h('p', {}, `${number.format(node.agents ?? 0)} agents, ${number.format(node.turns ?? 0)} turns`),
    h('ul', {}, byType(node).slice(0, 12).map(([type, count]) =>
      h('li', {}, link(`#/agents/${encodeURIComponent(type)}`, type), ` ${number.format(count)}`,
        node.shards?.[type] === undefined ? '' : `, ${node.shards[type]} shards`))));
}

export async function overview(parts, signal) {
  const cluster = await get('/v1/cluster', signal);
  const agents = cluster.nodes.reduce((sum, node) => sum + (node.agents ?? 0), 0);
  return [
    h('p', { class: 'soft' }, `${cluster.nodes.length} nodes, ${number.format(agents)} agents loaded`),
    missing(cluster),
    h('div', { class: 'cards' }, cluster.nodes.map((node) => card(node, cluster.self))),
  ];
}

const BOX = { width: 190, height: 30, gap: 14 };

/** Senders on the left, recipients on the right, and an arrow for each flow, the wider the more went over it. */
function picture(all) {
  const senders = [...new Set(all.map((flow) => flow.from))];
  const recipients = [...new Set(all.map((flow) => flow.to))];
  const step = BOX.height + BOX.gap;
  const height = Math.max(senders.length, recipients.length) * step + BOX.gap;
  const most = Math.max(...all.map((flow) => flow.messages));
  const right = 560;
  const y = (list, name) => BOX.gap + list.indexOf(name) * step;
  const box = (list, x) => (name) => h('g', {},
    h('rect', { class: 'node', x, y: y(list, name), width: BOX.width, height: BOX.height, rx: 6 }),
    h('text', { x: x + 8, y: y(list, name) + 20 }, name.length > 24 ? `${name.slice(0, 23)}…` : name),
    h('title', {}, name));
  const edge = (flow) => {
    const from = y(senders, flow.from) + BOX.height / 2;
    const to = y(recipients, flow.to) + BOX.height / 2;
    const middle = (BOX.width + right) / 2;
    return h('path', {
      class: 'edge',
      'stroke-width': 1 + 7 * Math.sqrt(flow.messages / most),
      d: `M ${BOX.width} ${from} C ${middle} ${from}, ${middle} ${to}, ${right} ${to}`,
    }, h('title', {}, `${flow.from} to ${flow.to}: ${number.format(flow.messages)}`));
  };
  return h('svg', { viewBox: `0 0 ${right + BOX.width} ${height}`, role: 'img', 'aria-label': 'Who talks to whom; the table below says the same' },
    all.map(edge), senders.map(box(senders, 0)), recipients.map(box(recipients, right)));
}

export async function flows(parts, signal) {
  const answer = await get('/v1/flows', signal);
  const all = [...answer.flows].sort((one, two) => two.messages - one.messages);
  const drawn = all.slice(0, 40);
  return [
    h('p', { class: 'soft' }, `Messages between agent types in the last ${answer.minutes} minutes`
      + (drawn.length < all.length ? `; the ${drawn.length} largest of ${all.length} are drawn` : '')),
    missing(answer),
    drawn.length ? picture(drawn) : null,
    table('Flows', [
      { label: 'From', value: (flow) => flow.from },
      { label: 'To', value: (flow) => link(`#/agents/${encodeURIComponent(flow.to)}`, flow.to) },
      { label: 'Messages', value: (flow) => number.format(flow.messages), number: true },
    ], all, 'No agent has handled a message in that time.'),
  ];
}

export async function topics(parts, signal) {
  const answer = await get('/v1/topics', signal);
  return table('Topics', [
    { label: 'Topic type', value: (topic) => topic[0] },
    { label: 'Heard by', value: (topic) => topic[1].map((type) => [link(`#/agents/${encodeURIComponent(type)}`, type), ' ']) },
  ], Object.entries(answer.topics), 'There are no subscriptions.');
}
