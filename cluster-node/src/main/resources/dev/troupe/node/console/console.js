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

// While somebody types into it or selects text of it, a view stays as it is.
function isInUse() {
  const active = document.activeElement;
  const selection = getSelection();
  return (main.contains(active) && active !== main
      && (['INPUT', 'SELECT', 'TEXTAREA'].includes(active.tagName) || !!active.closest('dialog')))
    || (!selection.isCollapsed && selection.containsNode(main, true));
}

/** Returns all that can be focused, scrolled or open, by a name under which it is found again when it is shown anew. */
function places() {
  const all = new Map();
  main.querySelectorAll('a, button, details, pre, summary, .scroll').forEach((each) => {
    const name = `${each.tagName} ${each.closest('[data-name]')?.dataset.name ?? ''} ${each.getAttribute('href') ?? ''}`;
    let number = 0;
    while (all.has(`${name} ${number}`)) {
      number += 1;
    }
    all.set(`${name} ${number}`, each);
  });
  return all;
}

/** Shows something instead of what is there. If it is the same view anew, whoever is at a place in it stays there. */
function replace(parts, anew) {
  const before = anew ? places() : new Map();
  const focused = [...before].find(([, each]) => each === document.activeElement)?.[0];
  const scrolled = [...before].map(([name, each]) => [name, each.scrollTop, each.scrollLeft])
    .filter(([, top, left]) => top > 0 || left > 0);
  main.replaceChildren(...parts);
  const after = places();
  [...after].filter(([name]) => before.get(name)?.open).forEach(([, each]) => { each.open = true; });
  scrolled.forEach(([name, top, left]) => after.get(name)?.scrollTo(left, top));
  if (focused !== undefined) {
    (after.get(focused) ?? main).focus({ preventScroll: true });
  }
}

// Shows the view; anew if it is there already, and whether or not somebody uses it if an action asks for it.
async function show({ anew, asked }) {
  const { signal } = current;
  const { view, parts } = address();
  let shown;
  try {
    shown = await view.show(parts, signal, () => show({ anew: true, asked: true }), say);
    if (!asked && isInUse()) {
      say('paused: in use', '');
    } else {
      say('live', 'good');
    }
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    shown = problem(error);
  }
  if (signal.aborted || (!asked && isInUse())) {
    return;
  }
  replace([h('h2', {}, view.title), ...[shown].flat(Infinity).filter((part) => part !== null && part !== undefined)], anew);
}

async function watch() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  const { view } = address();
  menu(view);
  await show({ anew: false, asked: true });
  while (!signal.aborted && !view.live) {
    await new Promise((resolve) => { setTimeout(resolve, EVERY_MILLIS); });
    if (!signal.aborted && !document.hidden) {
      await show({ anew: true, asked: false });
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
