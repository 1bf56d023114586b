// Shows one view at a time, the one that the part of the address behind # names, and looks again every few seconds.

import { Refused, token } from './api.js';
import { h } from './dom.js';
import { agent, agents } from './agents.js';
import { conversation } from './conversation.js';
import { deadLetters } from './letters.js';
import { flows, overview, topics } from './cluster.js';
import { find } from './find.js';

const EVERY_MILLIS = 3000;

// A view takes the parts of its address, a signal, and functions to show it anew and to say how it is; it returns what to show.
// With `live`, it changes that by itself.
const VIEWS = [
  { name: 'overview', title: 'Cluster', show: overview },
  { name: 'flows', title: 'Flows', show: flows },
  { name: 'agents', title: 'Agents', show: agents },
  { name: 'topics', title: 'Topics', show: topics },
  { name: 'conversation', title: 'Conversation', show: conversation, live: true },
  { name: 'letters', title: 'Dead letters', show: deadLetters },
  { name: 'agent', title: 'Agent', show: agent, hidden: true },
  { name: 'find', title: 'Search', show: find, hidden: true, live: true },
];

const main = document.getElementById('main');
const state = document.getElementById('state');
let current = new AbortController();

function address() {
  const [name, ...parts] = location.hash.replace(/^#\//, '').split('/');
  const view = VIEWS.find((each) => each.name === name) ?? VIEWS[0];
  return { view, parts: parts.map(decodeURIComponent) };
}

function menu(view) {
  document.getElementById('views').replaceChildren(...VIEWS.filter((each) => !each.hidden).map((each) =>
    h('a', { href: `#/${each.name}`, 'aria-current': each === view ? 'page' : null }, each.title)));
  document.title = `${view.title} – Troupe console`;
}

function say(text, kind) {
  state.textContent = text;
  state.className = kind;
}

function problem(error) {
  say(error instanceof Refused ? 'refused' : 'not reached', 'bad');
  const hint = error instanceof Refused && error.status === 401 ? ' Give a token above.' : '';
  return h('p', { class: 'bad', role: 'alert' }, `${error.message}${hint}`);
}

// What somebody types into, or holds open, stays as it is while the rest is shown anew.
function isInUse() {
  const active = document.activeElement;
  return main.contains(active) && active !== main
    && (['INPUT', 'SELECT', 'TEXTAREA'].includes(active.tagName) || !!active.closest('dialog'));
}

async function show(first) {
  const { signal } = current;
  const { view, parts } = address();
  let shown;
  try {
    shown = await view.show(parts, signal, () => show(false), say);
    say('live', 'good');
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    shown = problem(error);
  }
  if (signal.aborted || (!first && isInUse())) {
    return;
  }
  const open = new Set([...main.querySelectorAll('details[open]')].map((each) => each.dataset.name));
  const focused = main.contains(document.activeElement) ? document.activeElement.dataset?.name : null;
  main.replaceChildren(h('h2', {}, view.title), ...[shown].flat(Infinity).filter((part) => part !== null && part !== undefined));
  main.querySelectorAll('details').forEach((each) => { each.open = each.open || open.has(each.dataset.name); });
  if (focused) {
    main.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus();
  }
}

async function watch() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  const { view } = address();
  menu(view);
  await show(true);
  while (!signal.aborted && !view.live) {
    await new Promise((resolve) => { setTimeout(resolve, EVERY_MILLIS); });
    if (!signal.aborted && !document.hidden) {
      await show(false);
    }
  }
}

function askForToken() {
  const dialog = document.getElementById('token-dialog');
  const input = document.getElementById('token');
  input.value = '';
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'clear') {
      token.set('');
    } else if (dialog.returnValue === 'set' && input.value) {
      token.set(input.value.trim());
    }
    watch();
  }, { once: true });
  dialog.showModal();
}

document.getElementById('token-button').addEventListener('click', askForToken);
document.getElementById('search').addEventListener('submit', (event) => {
  event.preventDefault();
  location.hash = `#/find/${encodeURIComponent(document.getElementById('query').value.trim())}`;
});
window.addEventListener('hashchange', () => {
  watch();
  main.focus();
});
watch();
